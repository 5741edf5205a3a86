//! What holds for a whole process: its threads, its memory, its children, what it logs. A test that
//! measures or changes that runs in a process of its own.

#[path = "../support/mod.rs"]
mod support;

mod async_worker;
mod catalogue_memory;
mod connections;
#[cfg(unix)]
mod fork;
#[cfg(target_os = "linux")]
mod gateway_memory;
mod notification_memory;
#[cfg(target_os = "linux")]
mod scarce_threads;
mod secrets;
#[cfg(unix)]
mod settings;
#[cfg(target_os = "linux")]
mod threads;

use std::process::Command;

/// Whether this is the process that runs the test `module::name` and nothing else. In any other one
/// it runs that process, which must succeed.
#[track_caller]
fn is_alone(module: &str, name: &str) -> bool {
    const ALONE: &str = "WECHATPAY_TEST_ALONE";
    if std::env::var_os(ALONE).is_some() {
        return true;
    }
    let (_, module) = module.split_once("::").unwrap();
    let name = format!("{module}::{name}");
    let mut test = Command::new(std::env::current_exe().unwrap());
    let output = test.args(["--exact", &name, "--nocapture"]).env(ALONE, "1").output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("test result: ok. 1 passed"), "{name} was not run: {said}");
    false
}
