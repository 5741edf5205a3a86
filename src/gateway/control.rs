//! What can be asked of the gateway that nobody can ask of WeChat Pay: by its page, and by the signed
//! calls of [`commands`](super::commands).

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::blocking::block_on;
use super::deliveries::Deliveries;
use super::keys::Keys;
use super::log::RequestLog;
use super::page;
use super::percent::percent_decode;
use super::routes::Routes;
use super::stubs::StubFiles;
use super::trigger::notification;
use super::world::World;
use crate::error::{Error, ErrorKind};
use crate::language::say;

pub(super) struct Control {
    pub(super) world: Arc<World>,
    pub(super) keys: Arc<Keys>,
    pub(super) deliveries: Arc<Deliveries>,
    pub(super) log: Arc<RequestLog>,
    /// Where the keys are kept, if they are.
    pub(super) folder: Option<PathBuf>,
    pub(super) routes: Arc<Routes>,
    pub(super) stubs: Arc<StubFiles>,
}

pub(super) struct Command {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// Whether a signed call of it is listed among the requests. One that only looks is not, or the
    /// list would be full of those that look at it.
    pub(super) is_recorded: bool,
    /// It may block, because it may send a notification.
    pub(super) run: fn(&Control, &Args) -> Result<Value, Refused>,
}

/// Why a command was not carried out.
pub(super) enum Refused {
    /// An argument is missing or malformed.
    Malformed(Error),
    Error(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

pub(super) const COMMANDS: [Command; 16] = [
    told(Method::POST, "/_gateway/pay", |it, args| {
        let paid = block_on(it.world.pay(args.text("out_trade_no")?))?;
        Ok(json!({
            "transaction_id": paid.transaction_id,
            "delivery": paid.delivery.to_json(),
            "notification_id": paid.notification_id,
        }))
    }),
    told(Method::POST, "/_gateway/close", |it, args| {
        Ok(it.world.close_in_place_of_merchant(args.text("out_trade_no")?)?)
    }),
    told(Method::POST, "/_gateway/refund", |it, args| {
        let status = args.optional("status")?.unwrap_or("SUCCESS");
        let number = match (args.optional("out_refund_no")?, args.optional("out_trade_no")?) {
            (Some(number), _) => number.to_owned(),
            (None, Some(order)) => it.world.refund_in_place_of_merchant(order)?,
            (None, None) => return Err(Refused::Malformed(missing("out_refund_no"))),
        };
        if status == "PROCESSING" {
            return Ok(it.world.refund(&number)?);
        }
        let done = block_on(it.world.end_refund(&number, status))?;
        Ok(json!({
            "out_refund_no": number,
            "refund_id": done.refund_id,
            "status": done.refund["status"],
            "delivery": done.delivery.to_json(),
            "notification_id": done.notification_id,
        }))
    }),
    told(Method::POST, "/_gateway/applyment", |it, args| {
        Ok(it.world.set_applyment_state(args.text("business_code")?, args.text("state")?)?)
    }),
    told(Method::POST, "/_gateway/complain", |it, args| {
        let (number, detail) = (args.text("out_trade_no")?, args.text("complaint_detail")?);
        let made = block_on(it.world.complain(number, detail))?;
        Ok(json!({
            "complaint_id": made.complaint_id,
            "delivery": made.delivery.to_json(),
            "notification_id": made.notification_id,
        }))
    }),
    told(Method::POST, "/_gateway/rotate", |it, _| Ok(json!({ "serial_no": it.keys.rotate()? }))),
    told(Method::POST, "/_gateway/resend", |it, args| {
        let (id, url) = (args.text("id")?, args.optional("url")?);
        Ok(block_on(it.deliveries.resend(id, url))?.to_json())
    }),
    told(Method::POST, "/_gateway/trigger", |it, args| {
        let url = match args.optional("url")? {
            Some(url) => url.to_owned(),
            None => it.notified_url()?,
        };
        let fields = args.value("fields").unwrap_or_else(|| json!({}));
        let notify = notification(&it.deliveries, args.text("event_type")?, fields)?;
        let message = notify.message()?;
        let id = message.id.clone();
        match block_on(it.deliveries.send(message, &url)) {
            Err(error) if error.kind() == ErrorKind::UntrustedHost => Err(error.into()),
            // The record has the result.
            _ => Ok(it.deliveries.with_id(&id)?.to_json()),
        }
    }),
    told(Method::POST, "/_gateway/advance", |it, args| {
        let seconds = args.number("seconds")?.ok_or_else(|| {
            Refused::Malformed(Error::options(say!(
                "`seconds` is missing: send {{\"seconds\": 15}}",
                "缺少 `seconds`：请发送 {{\"seconds\": 15}}"
            )))
        })?;
        let repeated = block_on(it.deliveries.advance(Duration::from_secs(seconds)));
        let repeated: Value = repeated.iter().map(|delivery| delivery.to_json()).collect();
        Ok(json!({ "data": repeated }))
    }),
    told(Method::POST, "/_gateway/clear", |it, _| {
        it.log.clear();
        Ok(json!({}))
    }),
    told(Method::GET, "/_gateway/orders", |it, _| Ok(json!({ "data": it.world.orders() }))),
    told(Method::GET, "/_gateway/refunds", |it, _| Ok(json!({ "data": it.world.refunds() }))),
    quiet("/_gateway/calls", |it, args| Ok(page::calls(it, args.number("after")?))),
    quiet("/_gateway/call", |it, args| {
        let id = args.text("request_id")?;
        Ok(page::call(it, id).ok_or_else(|| {
            let id = crate::error::one_line(id, 64);
            Error::options(say!(
                "no call has the Request-ID `{id}`: list the calls, of which the newest are kept",
                "没有 Request-ID 为 `{id}` 的调用：请查询列表（仅保留最新的调用）"
            ))
        })?)
    }),
    quiet("/_gateway/delivery", |it, args| Ok(it.deliveries.with_id(args.text("id")?)?.to_json())),
    quiet("/_gateway/deliveries", |it, args| Ok(page::deliveries(it, args.number("after")?))),
];

impl Control {
    /// The address on this machine that the newest order with one names, or else the one that was
    /// notified last.
    fn notified_url(&self) -> Result<String, Error> {
        let url = self.world.newest_notify_url().or_else(|| self.deliveries.newest_url());
        url.ok_or_else(|| {
            Error::options(say!(
                "no order names a notify_url on this machine: say where to send it, \
                 http://127.0.0.1:<port>/…",
                "没有订单的 notify_url 在本机：请写明发送地址，http://127.0.0.1:<port>/…"
            ))
        })
    }
}

const fn told(
    method: Method,
    path: &'static str,
    run: fn(&Control, &Args) -> Result<Value, Refused>,
) -> Command {
    Command { method, path, is_recorded: true, run }
}

const fn quiet(path: &'static str, run: fn(&Control, &Args) -> Result<Value, Refused>) -> Command {
    Command { method: Method::GET, path, is_recorded: false, run }
}

/// The arguments of a command: a JSON object, or the parameters of a query.
pub(super) struct Args(Value);

impl Args {
    pub(super) fn of_json(json: Option<Value>) -> Self {
        Self(json.unwrap_or_default())
    }

    pub(super) fn of_query(query: Option<&str>) -> Self {
        let pairs = query.unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
        let decoded = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (percent_decode(name), Value::from(percent_decode(&value.replace('+', " "))))
        });
        Self(Value::Object(decoded.collect()))
    }

    fn text(&self, name: &str) -> Result<&str, Refused> {
        self.optional(name)?.ok_or_else(|| Refused::Malformed(missing(name)))
    }

    fn optional(&self, name: &str) -> Result<Option<&str>, Refused> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Refused::Malformed(missing(name))),
        }
    }

    fn value(&self, name: &str) -> Option<Value> {
        self.0.get(name).filter(|value| !value.is_null()).cloned()
    }

    fn number(&self, name: &str) -> Result<Option<u64>, Refused> {
        let given = match self.0.get(name) {
            None | Some(Value::Null) => return Ok(None),
            Some(Value::String(text)) => text.parse().ok(),
            Some(value) => value.as_u64(),
        };
        given.map(Some).ok_or_else(|| {
            Refused::Malformed(Error::options(say!(
                "`{name}` is not a whole number: correct it, or leave it out",
                "`{name}` 不是整数：请更正，或去掉"
            )))
        })
    }
}

fn missing(name: &str) -> Error {
    Error::options(say!(
        "`{name}` is missing: send {{\"{name}\": \"…\"}}",
        "缺少 `{name}`：请发送 {{\"{name}\": \"…\"}}",
    ))
}
