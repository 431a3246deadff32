//! Two servers side by side: runs scripts on both, finds the first difference, makes it small.

use std::fmt::Write as _;
use std::time::Duration;

use crate::cross::accepted::covering;
use crate::cross::step::{Seen, Step};
use crate::cross::world::World;
use crate::server_process::{Program, Settings};

/// How often a failing script is run again to make it shorter.
const SHRINK_RUNS: usize = 60;

/// A script whose last step was answered differently.
#[derive(Debug)]
pub struct Difference {
    /// The steps up to the difference.
    pub script: Vec<Step>,
    /// What our side showed.
    pub ours: Vec<Seen>,
    /// What the reference showed.
    pub theirs: Vec<Seen>,
}

impl Difference {
    /// What makes two differences the same bug: the last step's kind and the lines that differ.
    pub fn signature(&self) -> String {
        let step = self.script.last().map(kind).unwrap_or_default();
        let mut signature = step;
        for (ours, theirs) in self.ours.iter().zip(&self.theirs) {
            if ours != theirs {
                write!(signature, " | {} / {}", shape(ours), shape(theirs)).expect("a String");
                return signature;
            }
        }
        write!(
            signature,
            " | {} / {} items",
            self.ours.len(),
            self.theirs.len()
        )
        .expect("a String takes all");
        signature
    }

    /// The last step and its answers for people.
    pub fn summary(&self) -> String {
        let last = self.script.len().saturating_sub(1);
        self.describe(last)
    }

    /// The whole trace for people.
    pub fn report(&self) -> String {
        self.describe(0)
    }

    fn describe(&self, first: usize) -> String {
        let mut text = String::new();
        for (index, step) in self.script.iter().enumerate().skip(first) {
            writeln!(text, "  {index:3} {step:?}").expect("a String takes all");
        }
        let mut side = |name: &str, seen: &[Seen], other: &[Seen]| {
            writeln!(text, "  {name}:").expect("a String takes all");
            let seen_is_short = seen.len() < 40;
            for (index, seen) in seen.iter().enumerate() {
                let same = other.get(index) == Some(seen);
                // A walk sees hundreds of znodes: only those that differ say something.
                if !same || seen_is_short {
                    let mark = if same { ' ' } else { '!' };
                    writeln!(text, "    {mark} {seen:?}").expect("a String takes all");
                }
            }
        };
        side("ours", &self.ours, &self.theirs);
        side("theirs", &self.theirs, &self.ours);
        text
    }
}

/// The words of a step without its arguments.
fn kind(step: &Step) -> String {
    let text = format!("{step:?}");
    let words = text.split(' ').filter(|word| !word.starts_with('['));
    words.take(1).collect::<Vec<_>>().join(" ")
}

/// What is seen, without its numbers.
fn shape(seen: &Seen) -> String {
    let text = format!("{seen:?}");
    let text = text.split("zxid").next().unwrap_or_default().to_owned()
        + text
            .split(" err ")
            .nth(1)
            .and_then(|rest| rest.split(' ').next())
            .unwrap_or_default();
    text.chars()
        .filter(|c| !c.is_ascii_digit() || c.is_ascii_alphabetic())
        .take(60)
        .collect()
}

/// The two programs and how they are started.
#[derive(Clone, Debug)]
pub struct Pairing {
    /// The one under test.
    pub ours: Program,
    /// The one that is right by definition.
    pub theirs: Program,
    /// The settings of both.
    pub settings: Settings,
}

/// Both of them, running.
#[derive(Debug)]
pub struct Pair {
    ours: World,
    theirs: World,
    trace: bool,
}

impl Pairing {
    /// Starts both on empty folders.
    pub fn start(&self) -> Pair {
        let (ours, theirs) = std::thread::scope(|scope| {
            let ours = scope.spawn(|| World::start(self.ours, self.settings.clone()));
            let theirs = World::start(self.theirs, self.settings.clone());
            (ours.join().expect("our side started"), theirs)
        });
        Pair {
            ours,
            theirs,
            trace: std::env::var_os("CROSS_CHECK_TRACE").is_some(),
        }
    }

    /// Removes steps from a failing script as long as it fails in the same way.
    pub fn shrink(&self, mut found: Difference) -> Difference {
        let signature = found.signature();
        match self.start().run(&found.script) {
            Err(again) if again.signature() == signature => {}
            // It needs what ran before it, or it comes and goes.
            Err(_) | Ok(()) => return found,
        }
        let mut runs = 0;
        let mut size = found.script.len() / 2;
        while size > 0 {
            let mut start = 0;
            // The last step shows the difference: it stays.
            while start + size < found.script.len() {
                if runs == SHRINK_RUNS {
                    return found;
                }
                runs += 1;
                let mut shorter = found.script.clone();
                shorter.drain(start..start + size);
                match self.start().run(&shorter) {
                    Err(other) if other.signature() == signature => found = other,
                    Err(_) | Ok(()) => start += size,
                }
            }
            size /= 2;
        }
        found
    }
}

impl Pair {
    /// Runs `script` on both, step by step, up to the first difference that is not accepted.
    pub fn run(&mut self, script: &[Step]) -> Result<(), Difference> {
        self.ours.begin_script();
        self.theirs.begin_script();
        self.resume(script)
    }

    fn resume(&mut self, script: &[Step]) -> Result<(), Difference> {
        for (index, step) in script.iter().enumerate() {
            let (mut ours, mut theirs) = (self.ours.run(step), self.theirs.run(step));
            for _ in 0..5 {
                // A word shows what lags behind: watches of a connection that has just ended.
                if ours == theirs || !matches!(step, Step::Word(..)) {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
                (ours, theirs) = (self.ours.run(step), self.theirs.run(step));
            }
            if self.trace {
                eprintln!("{step:?}");
                for seen in &theirs {
                    eprintln!("    {seen:?}");
                }
            }
            if ours != theirs && covering(step, &ours, &theirs).is_none() {
                return Err(Difference {
                    script: script[..=index].to_vec(),
                    ours,
                    theirs,
                });
            }
        }
        Ok(())
    }

    /// Runs `script` on both and collects every difference, as long as both stay in step: a wrong
    /// answer to a read leaves the rest of the script worth comparing.
    pub fn survey(&mut self, script: &[Step]) -> Vec<Difference> {
        let mut found: Vec<Difference> = Vec::new();
        let mut start = 0;
        self.ours.begin_script();
        self.theirs.begin_script();
        while start < script.len() {
            let Err(mut difference) = self.resume(&script[start..]) else {
                break;
            };
            start += difference.script.len();
            difference.script = script[..start].to_vec();
            if found
                .iter()
                .all(|known| known.signature() != difference.signature())
            {
                found.push(difference);
            }
            if !self.ours.in_step_with(&self.theirs) {
                break;
            }
        }
        found
    }

    /// Whether the same connections are open on both and both are at the same zxid.
    pub fn in_step(&self) -> bool {
        self.ours.in_step_with(&self.theirs)
    }

    /// Our side, for what concerns it alone.
    pub fn ours(&mut self) -> &mut World {
        &mut self.ours
    }
}
