//! The verbs: a call by path and items.

use std::net::IpAddr;

use http::{Method, Uri};
use wechatpay_chain::Check;

use crate::command_line::Call;
use crate::config::{Config, LIVE};
use crate::dry_run;
use crate::failure::{Failure, reads};
use crate::interrupt;
use crate::items;
use crate::output::{self, Target};
use crate::progress::Progress;
use crate::prompt;
use crate::terminal::harmless_line;

pub(crate) fn run(method: Method, call: Call, config: &Config) -> Result<(), Failure> {
    let Call { path, items, data_file, output, dry_run, yes, strict } = call;
    let check = if strict { Check::Error } else { Check::Warn };
    let strictly = |sent: Result<(), Failure>| match strict {
        true => sent.map_err(Failure::not_sent),
        false => sent,
    };
    if path.chars().all(|character| character == '/' || character.is_whitespace()) {
        return Err(Failure::usage(say!(
            "the path is empty: give one such as v3/certificates",
            "路径为空：请给出路径，如 v3/certificates"
        )));
    }
    if items::is_v2(&path) {
        config.needed_apiv2_key()?;
    }
    if dry_run {
        let (client, recorder) = dry_run::client(config, check)?;
        let options = items::options(&method, &path, &items, data_file.as_ref())?;
        let call = client.__verbatim(&path).request(method.clone(), options);
        return strictly(recorder.show(&method, call));
    }
    let target = output.map(Target::new).transpose()?;
    let client = config.builder()?.check_arguments(check).build();
    let client = client.map_err(|error| Failure::configured(&error))?;
    // A path that is typed is as it is meant, values and all.
    let chain = client.__verbatim(&path);
    let options = items::options(&method, &path, &items, data_file.as_ref())?;
    if !reads(&method) && !yes {
        confirm(&method, &path, &items, config)?;
    }
    let options = options.debug(config.verbose);
    let Some(target) = target else {
        let response = interrupt::wait(chain.request_async(method.clone(), options), &method)?;
        return strictly(output::response(&method, response));
    };
    let promise = if method == Method::GET {
        let progress = Progress::new();
        let download = chain.download(options);
        download.progress(move |bytes, total| progress.show(bytes, total)).save_async(target.path())
    } else {
        chain.request_async(method.clone(), options.sink(target.path()))
    };
    let response = interrupt::wait(promise, &method)?;
    strictly(target.saved(&method, response).map(drop))
}

/// A call to the live service that may move money is asked for on the terminal.
fn confirm(method: &Method, path: &str, items: &[String], config: &Config) -> Result<(), Failure> {
    // A path may be a whole address, or have one in a variable.
    let address = dry_run::address(method, path, items, config)?;
    if is_local(&address) {
        return Ok(());
    }
    let (scheme, host) = (address.scheme_str(), address.authority());
    let base = format!(
        "{}://{}/",
        scheme.unwrap_or("https"),
        host.map_or("", |host| host.as_str()).to_ascii_lowercase()
    );
    let live = say!("WeChat Pay", "微信支付");
    let base = if base == LIVE { &live } else { &base };
    let path = harmless_line(path);
    let question = say!(
        "{method} {path} goes to {base} and may move money. Send it?",
        "{method} {path} 将发往{base}，可能涉及资金。确认发送？"
    );
    match prompt::yes(&question).map_err(|error| Failure::output(&error))? {
        Some(true) => Ok(()),
        Some(false) => Err(Failure::unconfirmed(say!(
            "not sent, since it was not confirmed: answer y, or add --yes",
            "未确认，未发送：请回答 y，或加 --yes"
        ))),
        None => Err(Failure::unconfirmed(say!(
            "not sent: {method} {path} goes to {base} and may move money, and there is no terminal to \
             ask on: add --yes if it is meant",
            "未发送：{method} {path} 将发往{base}，可能涉及资金，而没有终端可供确认：确认无误请加 --yes"
        ))),
    }
}

/// Whether an address is on this machine, of any scheme, since the gateway serves https too.
pub(crate) fn is_local(address: &Uri) -> bool {
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
