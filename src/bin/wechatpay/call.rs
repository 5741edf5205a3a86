//! The verbs: a call by path and items.

use std::io::{self, BufRead, IsTerminal, Write};

use http::Method;

use super::args::Call;
use super::config::{Config, LIVE};
use super::dry_run;
use super::failure::Failure;
use super::items;
use super::output;
use super::progress::Progress;

pub(crate) fn run(method: Method, call: Call, config: &Config) -> Result<(), Failure> {
    let Call { path, items, data_file, output, dry_run, yes } = call;
    if dry_run {
        let (client, recorder) = dry_run::client(config)?;
        let chain = client.chain(&path);
        let options = items::options(&method, chain.path(), &items, data_file.as_ref())?;
        return recorder.show(chain.request(method, options));
    }
    let client = config.client()?;
    let chain = client.chain(&path);
    let options = items::options(&method, chain.path(), &items, data_file.as_ref())?;
    if method != Method::GET && !yes && !is_meant(&method, &path, config)? {
        return Err(Failure::usage(say!(
            "not sent, since it was not confirmed: answer y, or add --yes",
            "未确认，未发送：请回答 y，或加 --yes"
        )));
    }
    let options = options.debug(config.verbose);
    let Some(file) = output else {
        return output::answer(chain.request(method, options));
    };
    let answer = if method == Method::GET {
        let progress = Progress::new();
        let download = chain.download(options);
        download.progress(move |bytes, total| progress.show(bytes, total)).save(&file)
    } else {
        chain.request(method, options.sink(&file))
    };
    output::saved(answer, &file)
}

/// On a terminal, a call to the live service that may move money is asked for.
fn is_meant(method: &Method, path: &str, config: &Config) -> Result<bool, Failure> {
    let local = config.is_local() && !path.to_ascii_lowercase().starts_with("https:");
    if local || !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Ok(true);
    }
    let base = if config.base_uri == LIVE { "WeChat Pay" } else { &config.base_uri };
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
