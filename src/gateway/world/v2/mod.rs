//! The calls of APIv2, on the same orders and refunds as those of APIv3.

mod bills;
mod fields;
mod notices;
mod orders;
mod queries;
mod refunds;

use std::sync::Arc;

use http::header::AUTHORIZATION;
use http::{Method, StatusCode};

use self::fields::{Asked, Failure};
pub(super) use self::notices::{V2Notice, paid, refunded};
use super::state::World;
use crate::gateway::request::ReceivedRequest;
use crate::gateway::response::StubResponse;
use crate::gateway::routes::Routes;
use crate::gateway::v2::xml::Fields;
use crate::language::say;

/// Responds to a request with the fields of a success, or with why it is none.
type Call = fn(&World, &Asked) -> Result<Fields, Failure>;

const CALLS: [(&str, Call); 7] = [
    ("/pay/unifiedorder", orders::unified),
    ("/pay/micropay", orders::micropay),
    ("/pay/orderquery", queries::order),
    ("/pay/closeorder", orders::close),
    ("/secapi/pay/reverse", orders::reverse),
    ("/secapi/pay/refund", refunds::create),
    ("/pay/refundquery", queries::refund),
];

const BILLS: [(&str, bills::Call); 2] =
    [("/pay/downloadbill", bills::trade), ("/pay/downloadfundflow", bills::fund_flow)];

impl World {
    /// Registers the calls of APIv2.
    pub(in crate::gateway) fn serve_v2(self: &Arc<Self>, routes: &Routes) {
        for (path, call) in CALLS {
            let world = Arc::clone(self);
            let handler = move |request: &ReceivedRequest| respond(&world, request, call);
            routes.add(Method::POST, path, Arc::new(handler));
        }
        for (path, call) in BILLS {
            let world = Arc::clone(self);
            let handler = move |request: &ReceivedRequest| bills::respond(&world, request, call);
            routes.add(Method::POST, path, Arc::new(handler));
        }
    }
}

fn respond(world: &World, request: &ReceivedRequest, call: Call) -> StubResponse {
    // Otherwise it would have been checked as a request of APIv2.
    if request.headers().contains_key(AUTHORIZATION) {
        let message = say!(
            "this path is APIv2's, but the request has an Authorization, as of APIv3: send XML that \
             is signed in its body; in several clients, by a path that begins with v2/",
            "该接口为APIv2接口：请求却带有 APIv3 的 Authorization，请发送在请求体中签名的 XML；有些客户端的路径\
             以 v2/ 开头"
        );
        return StubResponse::refusal(StatusCode::BAD_REQUEST, "PARAM_ERROR", message);
    }
    let result = Asked::of(request).and_then(|asked| call(world, &asked));
    let mut fields: Fields =
        vec![("return_code".into(), "SUCCESS".into()), ("return_msg".into(), "OK".into())];
    match result {
        Ok(more) => {
            fields.push(("result_code".into(), "SUCCESS".into()));
            fields.extend(more);
            StubResponse::of_fields(fields)
        }
        Err(Failure { code, message }) => {
            fields.push(("result_code".into(), "FAIL".into()));
            fields.push(("err_code".into(), code.into()));
            fields.push(("err_code_des".into(), String::new()));
            let reason = say!("{code}: {message}", "{code}：{message}"; message);
            StubResponse::of_fields(fields).says(message).reason(reason)
        }
    }
}

/// Pairs as fields.
fn pairs<const N: usize>(pairs: [(&str, String); N]) -> Fields {
    pairs.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// As APIv2 writes it: 20091227091010.
pub(super) fn time(seconds: u64) -> String {
    crate::gateway::time::beijing_plain(seconds).replace(['-', ':', ' '], "")
}
