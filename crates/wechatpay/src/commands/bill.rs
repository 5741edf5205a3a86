//! `bill`: applied for, fetched, its hash checked.

use std::path::PathBuf;

use http::Method;
use serde_json::json;

use crate::command_line::Bill;
use crate::config::Config;
use crate::failure::Failure;
use crate::output::{self, Target};
use crate::progress::Progress;
use crate::{interrupt, items};

pub(crate) fn run(wanted: Bill, config: &Config) -> Result<(), Failure> {
    let Bill { kind, mut items, date, gzip, output, json } = wanted;
    let path = match kind.as_str() {
        "trade" => "v3/bill/tradebill",
        "fund" => "v3/bill/fundflowbill",
        path if path.contains('/') => path,
        _ => {
            return Err(Failure::usage(say!(
                "`{kind}` is not a bill: give trade, fund, or a path such as v3/bill/tradebill",
                "不认识账单 `{kind}`：请用 trade、fund，或路径如 v3/bill/tradebill"
            )));
        }
    };
    if path != kind && date.is_none() {
        return Err(Failure::usage(say!(
            "of which day? Add --date 2024-01-01",
            "哪一天的账单？请加 --date 2024-01-01"
        )));
    }
    items.extend(date.iter().map(|date| format!("bill_date=={date}")));
    if gzip {
        items.push("tar_type==GZIP".to_owned());
    }
    let file = output.unwrap_or_else(|| {
        let name = kind.rsplit('/').next().unwrap_or_default();
        let day = date.as_deref().map_or_else(String::new, |date| format!("-{date}"));
        PathBuf::from(format!("{name}{day}.csv{}", if gzip { ".gz" } else { "" }))
    });
    let target = Target::new(file)?;
    let client = config.client()?;
    let options = items::options(&Method::GET, path, &items, None)?;
    let progress = Progress::new();
    let bill = client.__verbatim(path).bill(options.debug(config.verbose));
    let bill = bill.progress(move |bytes, total| progress.show(bytes, total));
    let saved = interrupt::wait(bill.save_async(target.path()), &Method::GET)?;
    let bytes = target.saved(&Method::GET, saved)?;
    eprintln!("{}", say!("its hash is the announced one", "哈希与微信支付所给的一致"));
    if json {
        let shown = target.shown();
        return output::value(&json!({"file": shown, "bytes": bytes, "hash_checked": true}));
    }
    Ok(())
}
