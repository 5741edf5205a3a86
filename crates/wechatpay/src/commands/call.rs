//! The verbs: a call by path and items.

use std::io::{self, BufRead, IsTerminal, Write};
use std::net::IpAddr;

use http::{Method, Uri};
use wechatpay_chain::Check;

use crate::command_line::Call;
use crate::config::{Config, LIVE};
use crate::dry_run;
use crate::failure::Failure;
use crate::items;
use crate::output;
use crate::progress::Progress;
use crate::terminal::harmless_line;

pub(crate) fn run(method: Method, call: Call, config: &Config) -> Result<(), Failure> {
    let Call { path, items, data_file, output, dry_run, yes, strict } = call;
    let check = if strict { Check::Error } else { Check::Warn };
    let strictly = |sent: Result<(), Failure>| match strict {
        true => sent.map_err(Failure::not_sent),
        false => sent,
    };
    if items::is_v2(&path) {
        config.needed_apiv2_key()?;
    }
    if dry_run {
        let (client, recorder) = dry_run::client(config, check)?;
        let chain = client.chain(&path);
        tell_lowered(&path, chain.path());
        let options = items::options(&method, chain.path(), &items, data_file.as_ref())?;
        return strictly(recorder.show(&method, chain.request(method.clone(), options)));
    }
    output.iter().try_for_each(|file| output::check_target(file))?;
    let client = config.builder()?.check_arguments(check).build();
    let client = client.map_err(|error| Failure::configured(&error))?;
    let chain = client.chain(&path);
    tell_lowered(&path, chain.path());
    let options = items::options(&method, chain.path(), &items, data_file.as_ref())?;
    if method != Method::GET && !yes && !is_meant(&method, &path, &items, config)? {
        return Err(Failure::usage(say!(
            "not sent, since it was not confirmed: answer y, or add --yes",
            "未确认，未发送：请回答 y，或加 --yes"
        )));
    }
    let options = options.debug(config.verbose);
    let Some(file) = output else {
        return strictly(output::response(&method, chain.request(method.clone(), options)));
    };
    let response = if method == Method::GET {
        let progress = Progress::new();
        let download = chain.download(options);
        download.progress(move |bytes, total| progress.show(bytes, total)).save(&file)
    } else {
        chain.request(method.clone(), options.sink(&file))
    };
    strictly(output::saved(&method, response, &file))
}

/// A path is read as PHP reads it, merchantService as merchant-service: a value in it, R1 say, would
/// be another one then.
fn tell_lowered(typed: &str, read: &str) {
    let capitals = |text: &str| text.bytes().filter(u8::is_ascii_uppercase).count();
    if capitals(read) < capitals(typed) {
        eprintln!(
            "{}",
            say!(
                "* the path is read as {read}: give a value with capitals as {{name}} and name=…",
                "* 路径按 {read} 理解：含大写字母的值请写作 {{name}} 与 name=…"
            )
        );
    }
}

/// On a terminal, a call to the live service that may move money is asked for.
fn is_meant(
    method: &Method,
    path: &str,
    items: &[String],
    config: &Config,
) -> Result<bool, Failure> {
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(true);
    }
    // A path may be a whole address, or have one in a variable.
    let address = dry_run::address(method, path, items, config)?;
    if is_local(&address) {
        return Ok(true);
    }
    let (scheme, host) = (address.scheme_str(), address.authority());
    let base = format!(
        "{}://{}/",
        scheme.unwrap_or("https"),
        host.map_or("", |host| host.as_str()).to_ascii_lowercase()
    );
    let base = if base == LIVE { "WeChat Pay" } else { &base };
    let path = harmless_line(path);
    eprint!(
        "{}",
        say!(
            "{method} {path} goes to {base} and may move money. Send it? [y/N] ",
            "{method} {path} 将发往 {base}，可能涉及资金。确认发送？[y/N] "
        )
    );
    let mut answer = String::new();
    let asked = io::stderr().flush().and_then(|()| io::stdin().lock().read_line(&mut answer));
    asked.map_err(|error| Failure::output(&error))?;
    Ok(["y", "yes"].contains(&answer.trim().to_ascii_lowercase().as_str()))
}

/// Whether an address is on this machine, of any scheme, since the gateway serves https too.
fn is_local(address: &Uri) -> bool {
    address.host().map(str::to_ascii_lowercase).is_some_and(|host| {
        let ip = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        host == "localhost" || ip.is_ok_and(|ip| ip.is_loopback())
    })
}

#[cfg(test)]
mod tests {
    use super::is_local;

    #[test]
    fn only_this_machine_is_local() {
        for address in [
            "http://127.0.0.1:8787/",
            "https://127.0.0.1:8787/",
            "https://127.1.2.3",
            "HTTPS://LocalHost:1/hk/",
            "https://[::1]:8787/",
        ] {
            assert!(is_local(&address.parse().unwrap()), "{address}");
        }
        for address in [
            "https://api.mch.weixin.qq.com/",
            "https://localhost.example/",
            "https://127.0.0.1.example/",
            "https://localhost@api.mch.weixin.qq.com/",
            "https://api.mch.weixin.qq.com/127.0.0.1",
            "https://10.0.0.1/",
            "/127.0.0.1",
        ] {
            assert!(!is_local(&address.parse().unwrap()), "{address}");
        }
    }
}
