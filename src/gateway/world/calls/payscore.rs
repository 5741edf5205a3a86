//! The query of a Payscore authorization by its authorization_code.

use serde_json::json;

use super::fields::query;
use super::refusal::Refusal;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::world::state::World;
use crate::language::say;

/// The one authorization that is known: the code of WeChat Pay's own sample.
const KNOWN: &str = "1275342195190894594";

/// `GET /v3/payscore/acquiringbank/permissions/authorization-code/{authorization_code}`.
///
/// Service and merchants are those of the query. The response is always the same, so that a test can
/// expect it.
pub(super) fn permissions(
    world: &World,
    request: &ReceivedRequest,
) -> Result<StubResponse, Refusal> {
    let service_id = query(request, "service_id")?;
    let channel_id = query(request, "channel_id")?;
    let sub_mchid = query(request, "sub_mchid")?;
    if request.var("authorization_code") != Some(KNOWN) {
        let reason = say!(
            "no user gave an authorization of this code: the gateway knows {KNOWN}; define others \
             in a file for `wechatpay gateway --stubs`",
            "没有用户以该代码授权：网关只有 {KNOWN}；其他的请用 `wechatpay gateway --stubs` 的文件定义"
        );
        return Err(Refusal::not_found("RESOURCE_NOT_EXISTS", "授权记录不存在", &reason));
    }
    Ok(json!({
        "service_id": service_id,
        "appid": "wxd678efh567hg6787",
        "mchid": world.mchid,
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "sub_openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "authorization_code": KNOWN,
        "authorization_state": "AVAILABLE",
        "notify_url": "https://shop.example/payscore/notify",
        "cancel_authorization_time": "2024-01-01T10:00:00+08:00",
        "authorization_success_time": "2024-01-02T10:00:00+08:00",
        "sub_mchid": sub_mchid,
        "sub_appid": "wxd678efh567hg6788",
        "channel_id": channel_id,
    })
    .into())
}
