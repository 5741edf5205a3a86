//! `trigger`: a notification of any documented type, by the local gateway's keys.

use serde_json::json;
use wechatpay_chain::catalogue;

use super::delivery::last_attempt;
use super::local::Found;
use crate::command_line::{Account, Trigger};
use crate::failure::Failure;
use crate::{items, output};

pub(crate) fn run(wanted: &Trigger, account: &Account) -> Result<(), Failure> {
    let Some(event_type) = wanted.event.as_ref().filter(|_| !wanted.list) else {
        return list(wanted.json);
    };
    let fields = items::fields(&wanted.items)?;
    let body = json!({ "event_type": event_type, "url": wanted.to, "fields": fields });
    let found = Found::by(&wanted.local, account)?;
    last_attempt(&found.post_or_start("_gateway/trigger", &body)?, wanted.json)
}

fn list(json: bool) -> Result<(), Failure> {
    let names = catalogue::events().map(|event| event.event_type());
    if json {
        return output::value(&names.collect());
    }
    output::own(&names.map(|name| format!("{name}\n")).collect::<String>())
}
