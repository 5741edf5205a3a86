//! The platform's certificates as files, as PHP's CertificateDownloader names them.

use std::fs;
use std::time::SystemTime;

use http::Method;
use serde_json::json;
use wechatpay_chain::certificates::Refresh;

use crate::command_line::Certificates;
use crate::config::Config;
use crate::failure::Failure;
use crate::language::is_chinese;
use crate::output;

pub(crate) fn run(wanted: &Certificates, config: &Config) -> Result<(), Failure> {
    config.needed_apiv3_key()?;
    let builder = config.builder()?.download_certificates(Refresh::new());
    let client = builder.build().map_err(|error| Failure::configured(&error))?;
    let Some(certificates) = client.certificates() else {
        return Ok(());
    };
    let refreshed = certificates.refresh().wait();
    refreshed.map_err(|error| Failure::of_call(&error, &Method::GET))?;
    fs::create_dir_all(&wanted.dir).map_err(|error| Failure::file(&wanted.dir, &error))?;
    let mut saved = Vec::new();
    for (serial, expires) in certificates.serials() {
        let Some(pem) = certificates.pem(&serial) else {
            continue;
        };
        let file = wanted.dir.join(format!("wechatpay_{serial}.pem"));
        let written = wechatpay_chain::__replace_file(&file, pem.as_bytes(), false);
        written.map_err(|error| Failure::file(&file, &error))?;
        let day = day(expires);
        eprintln!("{}", say!("{serial}: valid until {day}", "{serial}：有效期至 {day}"));
        let file = file.display().to_string();
        if wanted.json {
            saved.push(json!({"serial": serial, "file": file, "expires": iso(expires)}));
        } else {
            output::line(&file)?;
        }
    }
    if wanted.json { output::value(&saved.into()) } else { Ok(()) }
}

/// `Thu, 01 Jan 1970 00:00:00 GMT`, or in Chinese `1970-01-01 00:00:00 UTC`.
pub(crate) fn day(time: SystemTime) -> String {
    match is_chinese() {
        true => iso(time).replace('T', " ").replace('Z', " UTC"),
        false => httpdate::fmt_http_date(time),
    }
}

/// `1970-01-01T00:00:00Z`.
fn iso(time: SystemTime) -> String {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let text = httpdate::fmt_http_date(time);
    let parts: Vec<_> = text.split(' ').collect();
    let [_, day, month, year, clock, _] = parts[..] else {
        return text;
    };
    let month = MONTHS.find(month).unwrap_or_default() / 3 + 1;
    format!("{year}-{month:02}-{day}T{clock}Z")
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use super::iso;

    #[test]
    fn a_time_for_machines() {
        assert_eq!(iso(UNIX_EPOCH), "1970-01-01T00:00:00Z");
        let later = UNIX_EPOCH + Duration::from_secs(1_954_380_270);
        assert_eq!(iso(later), "2031-12-07T03:24:30Z");
    }
}
