//! The command `wechatpay`: the library by hand. It holds no logic of the protocol.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it is a command")]

#[macro_use]
mod language;
mod command_line;
mod commands;
mod config;
mod dry_run;
mod failure;
mod input;
mod items;
mod json;
mod log;
mod output;
mod page;
mod progress;
mod prompt;
mod remedy;
mod terminal;
mod usage;
mod xml;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{ArgMatches, FromArgMatches};

use command_line::{Args, Command};
use commands::{
    bill, call, catalogue, certificates, completions, crypto, delivery, describe, doctor, find,
    gateway, listen, logs, notify, trigger,
};
use config::Config;
use failure::Failure;

fn main() -> ExitCode {
    if let Some(words) = completions::asked() {
        completions::answer(&words);
        return ExitCode::SUCCESS;
    }
    let parsed = language::command().try_get_matches().and_then(|matches: ArgMatches| {
        Args::from_arg_matches(&matches).map_err(|error| error.format(&mut language::command()))
    });
    let args = match parsed {
        Ok(args) => args,
        Err(error) => {
            return unparsed(&error);
        }
    };
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("wechatpay: {}", terminal::harmless_line(&failure.to_string()));
            for hint in failure.hints() {
                eprintln!("    {hint}");
            }
            ExitCode::from(failure.code())
        }
    }
}

/// Help was asked for, or nothing was typed, or something wrong.
fn unparsed(error: &clap::Error) -> ExitCode {
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if error.use_stderr() && !is_help {
        eprintln!("wechatpay: {}", usage::line(error));
    } else {
        // A pipe that is closed is no failure.
        let _ = error.print();
    }
    ExitCode::from(if error.use_stderr() { failure::USAGE } else { 0 })
}

fn run(args: Args) -> Result<(), Failure> {
    let Args { account, command } = args;
    log::start(match &command {
        Command::Gateway(_) => log::Shown::Gateway,
        // They are about a gateway, so nobody takes it for WeChat Pay.
        Command::Logs(_) | Command::Trigger(_) | Command::Resend(_) if account.verbose == 0 => {
            log::Shown::Errors
        }
        _ if account.verbose > 1 => log::Shown::Messages,
        _ if account.verbose == 1 => log::Shown::Exchange,
        _ => log::Shown::Warnings,
    });
    match command {
        Command::Get(call) => call::run(http::Method::GET, call, &Config::load(&account)?),
        Command::Post(call) => call::run(http::Method::POST, call, &Config::load(&account)?),
        Command::Put(call) => call::run(http::Method::PUT, call, &Config::load(&account)?),
        Command::Patch(call) => call::run(http::Method::PATCH, call, &Config::load(&account)?),
        Command::Delete(call) => call::run(http::Method::DELETE, call, &Config::load(&account)?),
        Command::Find(wanted) => find::run(&wanted),
        Command::Describe(wanted) => describe::run(&wanted),
        Command::Catalogue(wanted) => catalogue::run(&wanted),
        Command::Sign(sign) => crypto::sign(&sign, &Config::load(&account)?),
        Command::Verify(verify) => crypto::verify(&verify, &Config::load(&account)?),
        Command::Encrypt(encrypt) => crypto::encrypt(&encrypt, &Config::load(&account)?),
        Command::Decrypt(decrypt) => crypto::decrypt(&decrypt, &Config::load(&account)?),
        Command::Notify(notify) => notify::run(&notify.action, &Config::load(&account)?),
        Command::Certificates(wanted) => certificates::run(&wanted, &Config::load(&account)?),
        Command::Doctor => doctor::run(&account),
        Command::Bill(wanted) => bill::run(wanted, &Config::load(&account)?),
        Command::Gateway(wanted) => gateway::run(&wanted),
        Command::Logs(wanted) => logs::run(&wanted, &account),
        Command::Trigger(wanted) => trigger::run(&wanted, &account),
        Command::Resend(wanted) => delivery::resend(&wanted, &account),
        Command::Listen(wanted) => listen::run(&wanted, &account),
        Command::Completions { shell } => completions::run(shell),
    }
}
