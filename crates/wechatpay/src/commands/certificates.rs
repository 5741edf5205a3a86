//! The platform's certificates as files, as PHP's CertificateDownloader names them.

use std::fs;
use std::time::SystemTime;

use http::Method;
use serde_json::json;
use wechatpay_chain::certificates::Refresh;

use crate::command_line::Certificates;
use crate::config::Config;
use crate::failure::Failure;
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
            saved.push(json!({"serial": serial, "file": file, "expires": day}));
        } else {
            output::line(&file)?;
        }
    }
    if wanted.json { output::value(&saved.into()) } else { Ok(()) }
}

/// `Thu, 01 Jan 1970 00:00:00 GMT`.
pub(crate) fn day(time: SystemTime) -> String {
    httpdate::fmt_http_date(time)
}
