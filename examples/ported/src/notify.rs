//! Ported from `notify.php`.

use http::HeaderMap;
use wechatpay_chain::{Client, Error};

pub fn receive(client: &Client, headers: &HeaderMap, body: &[u8]) -> Result<(), Error> {
    // Where WeChat Pay sends its notifications.
    let notification = client.notifications()?.parse(headers, body);
    let verified_status = notification.is_ok();
    if verified_status {
        let in_body_resource = notification?;
        let in_body_resource_array = in_body_resource.resource_json()?;
        println!("{in_body_resource_array:#}");
    }
    Ok(())
}
