//! A notification of any documented type, without anything having happened.

use std::sync::Arc;

use serde_json::{Value, json};

use super::catalogue;
use super::deliveries::Deliveries;
use super::keys::digits;
use super::notify::Notify;
use super::running::Gateway;
use super::time::now;
use super::world::{order_sample, refund_sample};
use crate::catalogue::{event, events, meant_event};
use crate::error::{Error, ErrorKind, one_line};
use crate::language::say;

impl Gateway {
    /// Builds a notification of a documented type, such as `REFUND.ABNORMAL`, with a made-up resource:
    /// all fields that the [`catalogue`](crate::catalogue) has of that type, with values of their
    /// types. `fields` replaces some of them: objects are merged, anything else is replaced, and a
    /// `null` removes a field. Nothing happens to the gateway's orders and refunds.
    ///
    /// The resources of `TRANSACTION.SUCCESS` and of refunds are those that [`pay`](Self::pay) and
    /// [`complete_refund`](Self::complete_refund) send.
    ///
    /// ```no_run
    /// # use serde_json::json;
    /// # use wechatpay_chain::{Error, Gateway};
    /// # fn main() -> Result<(), Error> {
    /// let gateway = Gateway::start()?;
    /// let fields = json!({ "out_trade_no": "20240101A", "amount": { "total": 100 } });
    /// let response = gateway
    ///     .sample_notification("TRANSACTION.SUCCESS", fields)?
    ///     .send("http://127.0.0.1:3000/notify")?;
    /// assert!(response.accepted());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Options`], if the type is not documented, naming the one that was probably meant,
    /// or if `fields` is not an object.
    pub fn sample_notification(
        &self,
        event_type: &str,
        fields: Value,
    ) -> Result<Notify<'_>, Error> {
        notification(&self.shared.deliveries, event_type, fields)
    }
}

pub(super) fn notification<'a>(
    deliveries: &'a Arc<Deliveries>,
    event_type: &str,
    fields: Value,
) -> Result<Notify<'a>, Error> {
    let mut resource = sample(event_type)?;
    if !fields.is_object() {
        return Err(Error::options(say!(
            "the fields are not a JSON object: send {{\"name\": value}}",
            "字段不是 JSON 对象：请发送 {{\"字段名\": 值}}"
        )));
    }
    merge(&mut resource, fields);
    Ok(Notify::new(deliveries, event_type, resource).original_type(original_type(event_type)))
}

fn sample(event_type: &str) -> Result<Value, Error> {
    let Some(event) = event(event_type) else {
        return Err(unknown(event_type));
    };
    let made = match event_type {
        "TRANSACTION.SUCCESS" => digits(20).map(|number| order_sample(&number, now())),
        "REFUND.SUCCESS" | "REFUND.CLOSED" | "REFUND.ABNORMAL" => {
            let status = event_type.trim_start_matches("REFUND.");
            digits(20).map(|number| refund_sample(&number, status, now()))
        }
        "COMPLAINT.CREATE" => Ok(json!({
            "complaint_id": "200201820200101032758628",
            "action_type": "CREATE_COMPLAINT",
        })),
        _ => Ok(catalogue::resource(event, "https://shop.example/sample")),
    };
    made.map_err(|error| {
        let message = say!("OpenSSL has no random numbers", "OpenSSL 无法生成随机数");
        Error::new(ErrorKind::Crypto, message).with_source(error)
    })
}

fn unknown(event_type: &str) -> Error {
    let shown = one_line(event_type, 64);
    Error::options(match meant_event(event_type) {
        Some(meant) => say!(
            "`{shown}` is not a documented type of notification: did you mean `{meant}`?",
            "`{shown}` 不是文档中的回调通知类型：是否想写 `{meant}`？"
        ),
        None => {
            let count = events().len();
            say!(
                "`{shown}` is not one of the {count} documented types of notifications",
                "`{shown}` 不在文档的 {count} 种回调通知类型之中"
            )
        }
    })
}

/// As WeChat Pay calls it, as far as that is known: the first part of the type.
fn original_type(event_type: &str) -> String {
    event_type.split('.').next().unwrap_or_default().to_ascii_lowercase()
}

/// As RFC 7396 merges, except that the names keep their order.
fn merge(target: &mut Value, given: Value) {
    let Value::Object(given) = given else {
        *target = given;
        return;
    };
    if !target.is_object() {
        *target = json!({});
    }
    let Some(members) = target.as_object_mut() else {
        return;
    };
    for (name, value) in given {
        if value.is_null() {
            members.shift_remove(&name);
        } else {
            merge(members.entry(name).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_merged_replaced_and_removed() {
        let mut value = json!({"a": {"b": 1, "c": 2}, "d": [1], "e": 1});
        merge(&mut value, json!({"a": {"b": 3}, "d": {"f": 1}, "e": null, "g": "x"}));
        assert_eq!(value, json!({"a": {"b": 3, "c": 2}, "d": {"f": 1}, "g": "x"}));
    }
}
