//! Texts that a field of this name may have.

use crate::gateway::keys::MCHID;
use crate::gateway::time::{beijing, beijing_day, now};

/// A made-up text, the same for each call, except for times. `url` is what a URL is.
pub(super) fn made_up(name: &str, url: impl FnOnce() -> String) -> String {
    let ends = |end: &str| name.ends_with(end);
    let text = match name {
        "mchid" | "mch_id" | "sp_mchid" | "combine_mchid" => MCHID,
        // The last page has no next one.
        _ if name.starts_with("next") || name.starts_with("prev") => "",
        _ if ends("mchid") || ends("mch_id") => "1900000209",
        _ if ends("appid") => "wxd678efh567hg6787",
        _ if ends("openid") => "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        _ if ends("unionid") => "oQgp60Ywmf1cYUUSpHVQkDHqR_Tw",
        _ if ends("currency") || ends("fee_type") => "CNY",
        _ if ends("time") || ends("timestamp") => return beijing(now()),
        _ if ends("date") => return beijing_day(now()),
        // It stays on this machine.
        _ if ends("url") => return url(),
        _ if ends("hash_value") || ends("sha1") => "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        _ if ends("sha256") => "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        _ if ends("mobile") || ends("phone") || ends("phone_number") => "13900000000",
        _ if ends("id") || ends("_no") || ends("number") => "4200000000202601010000000001",
        _ if ends("name") => "示例",
        _ => "sample",
    };
    text.to_owned()
}
