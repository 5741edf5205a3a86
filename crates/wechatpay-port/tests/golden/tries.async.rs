//! Ported from `tries.php`.

use serde_json::{Value, json};
use wechatpay_chain::{Client, Error, ErrorKind, ResponseExt, chain};

pub async fn query(client: &Client, no: &str) -> Result<Value, Error> {
    let tried = async {
        let response = client
            .chain("v3/pay/transactions/id/{id}")
            .get_async(json!({"id": no}))
            .await?;
        response.json::<Value>()
    };
    match tried.await {
        Ok(value) => Ok(value),
        Err(error) => {
            if error.response().is_some() {
                if error
                    .response()
                    .is_some_and(|response| response.status() == 404) {
                    return Ok(Value::Null);
                }
                Err(error)
            } else {
                Err(Error::other(format!("failed: {error}")))
            }
        }
    }
}

pub async fn total(client: &Client, default: i64) -> Result<i64, Error> {
    let tried = async {
        let bill: Value = chain!(client->v3->bill->tradebill)
            .get_async(json!({"query": {"bill_date": "2024-01-01"}}))
            .await?
            .json()?;
        Ok::<Value, Error>(bill)
    };
    let bill = match tried.await {
        Ok(value) => value,
        Err(error) => {
            if error.kind() == ErrorKind::Connect {
                return Ok(default);
            } else {
                return Err(error);
            }
        }
    };
    Ok(int(&bill["total"]))
}

pub async fn run(client: &Client) -> Result<(), Error> {
    let tried = async {
        let order = query(client, "42").await?;
        println!(
            "{}",
            text(
                &if truthy(&order) {
                    order["trade_state"].clone()
                } else {
                    json!("none")
                },
            )
        );
        Ok::<(), Error>(())
    };
    if tried.await.is_err() {
        // ignored
    }
    Ok(())
}

/// A value as PHP writes it in a text.
fn text(value: &Value) -> String {
    match value {
        Value::Null | Value::Bool(false) => String::new(),
        Value::Bool(true) => "1".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether PHP takes a value for true.
fn truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !matches!(text.as_str(), "" | "0"),
        Value::Array(list) => !list.is_empty(),
        Value::Object(map) => !map.is_empty(),
    }
}

/// A value as PHP takes it for an integer.
fn int(value: &Value) -> i64 {
    match value {
        Value::Bool(value) => i64::from(*value),
        Value::Number(number) => number.as_i64().unwrap_or_default(),
        Value::String(text) => text.trim().parse().unwrap_or_default(),
        _ => 0,
    }
}
