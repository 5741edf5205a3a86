//! `bill`: applied for, fetched, its hash checked.

use std::path::PathBuf;

use http::Method;

use crate::command_line::Bill;
use crate::config::Config;
use crate::failure::Failure;
use crate::progress::Progress;
use crate::{items, output};

pub(crate) fn run(wanted: Bill, config: &Config) -> Result<(), Failure> {
    let Bill { kind, mut items, date, gzip, output } = wanted;
    let path = match kind.as_str() {
        "trade" => "v3/bill/tradebill",
        "fund" => "v3/bill/fundflowbill",
        path if path.contains('/') => path,
        _ => {
            return Err(Failure::usage(say!(
                "`{kind}` is no bill: give trade, fund, or a path such as v3/bill/tradebill",
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
    output::check_target(&file)?;
    let client = config.client()?;
    let chain = client.chain(path);
    let options = items::options(&Method::GET, chain.path(), &items, None)?;
    let progress = Progress::new();
    let bill = chain.bill(options.debug(config.verbose));
    let saved = bill.progress(move |bytes, total| progress.show(bytes, total)).save(&file);
    output::saved(&Method::GET, saved, &file)
}
