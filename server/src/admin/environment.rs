//! The answer to `envi`: what the process runs on, read once at start.
//!
//! Must never fail: what the machine does not tell is left empty.

use ringkeeper_core::wire::four_letter::Envi;

/// See the module.
#[derive(Debug)]
pub(crate) struct Environment {
    text: String,
}

impl Environment {
    /// Reads it.
    pub(crate) fn read(version: &str) -> Environment {
        let machine = rustix::system::uname();
        let host = machine.nodename().to_string_lossy();
        let release = machine.release().to_string_lossy();
        let variable = |name| std::env::var(name).unwrap_or_default();
        let user = variable("USER");
        let home = variable("HOME");
        let directory = std::env::current_dir()
            .unwrap_or_default()
            .display()
            .to_string();
        let memory = rustix::system::sysinfo();
        let megabytes = |units: u64| format!("{}MB", (units * u64::from(memory.mem_unit)) >> 20);
        let (free, total) = (megabytes(memory.freeram), megabytes(memory.totalram));
        let values = [
            version,
            &host,
            "Linux",
            std::env::consts::ARCH,
            &release,
            &user,
            &home,
            &directory,
            &free,
            &total,
            &total,
        ];
        let environment: Vec<_> = Envi::NAMES.into_iter().zip(values).collect();
        Environment {
            text: Envi {
                environment: &environment,
            }
            .to_string(),
        }
    }

    /// The answer.
    pub(crate) fn text(&self) -> String {
        self.text.clone()
    }
}
