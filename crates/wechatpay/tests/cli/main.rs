//! The command `wechatpay`, run as a user runs it, against the gateway.

#[path = "../../../../tests/support/mod.rs"]
mod support;

#[cfg(target_os = "linux")]
mod asking;
mod calls;
mod catalogue;
mod catalogue_calls;
mod catalogue_page;
// Generated: see catalogue_calls.rs.
#[rustfmt::skip]
mod catalogue_samples;
mod configured;
mod events;
mod examples;
mod help;
mod languages;
mod local;
mod serving;
mod structs;
mod v2;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use support::folder::Folder;
use wechatpay_chain::Gateway;

/// A gateway, and a folder with a profile for it.
struct Sandbox {
    gateway: Gateway,
    folder: Folder,
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

impl Sandbox {
    fn new() -> Self {
        let sandbox = Self { gateway: support::gateway(), folder: Folder::new() };
        let gateway = &sandbox.gateway;
        sandbox.private("apiclient_key.pem", gateway.merchant_key_pem());
        sandbox.private("apiv3.txt", &format!("{}\n", gateway.apiv3_key()));
        sandbox.private("apiv2.txt", &format!("{}\n", gateway.secret()));
        sandbox.folder.file("apiclient_cert.pem", gateway.merchant_certificate_pem());
        sandbox.folder.file("pub_key.pem", gateway.platform_public_key_pem());
        sandbox.folder.file("platform.pem", gateway.platform_certificate_pem());
        std::fs::create_dir_all(sandbox.folder.path().join("home/wechatpay")).unwrap();
        let profile = format!(
            "[profiles.default]\nmchid = \"{}\"\nbase_uri = \"{}\"\n\
             private_key = \"../../apiclient_key.pem\"\ncertificate = \"../../apiclient_cert.pem\"\n\
             platform_id = \"{}\"\nplatform_key = \"../../pub_key.pem\"\n\
             apiv3_key_file = \"../../apiv3.txt\"\n",
            gateway.mchid(),
            gateway.base_uri(),
            gateway.public_key_id(),
        );
        sandbox.private("home/wechatpay/config.toml", &profile);
        sandbox
    }

    /// A file that nobody else can read.
    fn private(&self, name: &str, contents: &str) {
        let path = self.folder.file(name, contents);
        mode(&path, 0o600);
    }

    /// With nothing of the user's own.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = command(self.folder.path());
        command.args(args);
        command
    }

    fn run(&self, args: &[&str]) -> Ran {
        finish(self.command(args), b"")
    }

    fn run_with(&self, args: &[&str], input: &str) -> Ran {
        finish(self.command(args), input.as_bytes())
    }
}

fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wechatpay"));
    command.env_clear().env("HOME", folder).env("XDG_CONFIG_HOME", folder.join("home"));
    command.env("LANG", "C").current_dir(folder);
    command
}

fn finish(mut command: Command, input: &[u8]) -> Ran {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A command that reads no input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input);
    let output = child.wait_with_output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Ran {
    #[track_caller]
    fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// Fails with this code, in these words.
    #[track_caller]
    fn fails(self, code: i32, words: &str) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        assert!(self.err.contains(words), "{words} is not in {}", self.err);
        self
    }

    fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}
