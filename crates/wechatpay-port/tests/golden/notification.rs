//! Ported from `notification.php`.

use http::HeaderMap;
use serde_json::Value;
use wechatpay_chain::{Client, Error};

pub fn receive(client: &Client, headers: &HeaderMap, body: &[u8]) -> Result<(), Error> {
    // 请根据实际情况获取
    // 请根据实际情况获取
    // 请根据实际情况获取
    // 请根据实际情况获取
    // 请根据实际情况获取，例如: file_get_contents('php://input');

    // 在商户平台上设置的APIv3密钥

    // 根据通知的平台证书序列号，查询本地平台证书文件，

    // 检查通知时间偏移量，允许5分钟之内的偏移
    // 构造验签名串
    let notification = client.notifications()?.parse(headers, body);
    let verified_status = notification.is_ok();
    if verified_status {
        // 转换通知的JSON文本消息为PHP Array数组
        // 使用PHP7的数据解构语法，从Array中解构并赋值变量
        // 加密文本消息解密
        let in_body_resource = notification?;
        // 把解密后的文本转换为PHP Array数组
        let in_body_resource_array = in_body_resource.resource_json()?;
        // print_r($inBodyResourceArray);// 打印解密后的结果
        println!("{}", text(&in_body_resource_array["out_trade_no"]));
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
