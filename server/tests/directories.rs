//! Data directories that do not belong together, with the real program.

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

/// Starts a server whose data and log are below these folders.
fn start(data: &Path, log: &Path, port: u16) -> Child {
    let zoo_cfg = data.join("zoo.cfg");
    fs::create_dir_all(data).expect("a folder of our own");
    let text = format!(
        "tickTime=2000\nclientPortAddress=127.0.0.1\nclientPort={port}\ndataDir={}\n\
         dataLogDir={}\nringkeeper.reserveBytes=16M\n",
        data.join("data").display(),
        log.join("log").display()
    );
    fs::write(&zoo_cfg, text).expect("a file of our own");
    Command::new(env!("CARGO_BIN_EXE_ringkeeper"))
        .arg("serve")
        .arg(&zoo_cfg)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the server was built")
}

/// Opens a session, which is one record of the log, and stops the server cleanly.
fn write_something(mut server: Child, port: u16) {
    let mut client = None;
    for _ in 0..200 {
        client = TcpStream::connect(("127.0.0.1", port)).ok();
        if client.is_some() {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    let mut client = client.expect("the server takes connections within ten seconds");
    let hello = [
        &[0, 0, 0, 45][..],
        &[0; 12],
        &[0, 0, 39, 16],
        &[0; 8],
        &[0, 0, 0, 16],
        &[0; 17],
    ];
    client.write_all(&hello.concat()).expect("the server reads");
    let mut answer = [0; 41];
    client
        .read_exact(&mut answer)
        .expect("a session is granted");
    let pid = Pid::from_child(&server);
    kill_process(pid, Signal::TERM).expect("it is our child");
    assert!(server.wait().expect("it is our child").success());
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    listener.local_addr().expect("it is bound").port()
}

#[test]
fn a_checkpoint_and_another_servers_log_are_not_put_together() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let port = free_port();
    write_something(start(&one, &one, port), port);
    write_something(start(&other, &other, port), port);
    let mixed = start(&one, &other, port);
    let output = mixed.wait_with_output().expect("it is our child");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success());
    assert!(told.contains("belong to different servers"), "{told}");
    // Each is as it was.
    write_something(start(&one, &one, port), port);
}
