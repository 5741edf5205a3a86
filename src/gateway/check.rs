//! Whether a request's Authorization is valid. It does not use the client's code: a mistake in
//! signing would go unnoticed.

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use http::HeaderMap;
use openssl::base64;
use openssl::error::ErrorStack;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Public};
use openssl::sign::Verifier;

use super::authorization::{Authorization, Refusal, Signed};
use crate::language::say;

/// How far a timestamp may be off, in seconds.
const WINDOW: u64 = 300;

/// The gateway's merchant.
pub(super) struct Checker {
    mchid: String,
    serial: String,
    key: PKey<Public>,
    nonces: Mutex<Nonces>,
}

impl Checker {
    pub(super) fn new(mchid: &str, serial: &str, key: PKey<Public>) -> Self {
        Self { mchid: mchid.to_owned(), serial: serial.to_owned(), key, nonces: Mutex::default() }
    }

    /// Whether the Authorization is valid at `now`, in seconds since 1970.
    pub(super) fn check(
        &self,
        headers: &HeaderMap,
        request: &Signed<'_>,
        now: u64,
    ) -> Result<(), Box<Refusal>> {
        let parsed = Authorization::of(headers);
        let (timestamp, nonce) =
            parsed.as_ref().map_or(("", ""), |parsed| (parsed.timestamp, parsed.nonce_str));
        let (method, target) = (request.method, request.target);
        let head = format!("{method}\n{target}\n{timestamp}\n{nonce}\n");
        parsed.and_then(|parsed| self.judge(&parsed, &head, request.body, now)).map_err(
            |mut refusal| {
                refusal.head = head.into();
                refusal
            },
        )
    }

    fn judge(
        &self,
        authorization: &Authorization<'_>,
        head: &str,
        body: &[u8],
        now: u64,
    ) -> Result<(), Box<Refusal>> {
        let (mchid, serial) = (&self.mchid, &self.serial);
        if authorization.mchid != mchid {
            return Err(Refusal::new(
                "mchid",
                "mchid not match",
                say!("the merchant number does not match", "商户号不匹配"),
                say!("send {mchid}", "请发送 {mchid}"),
            ));
        }
        // WeChat Pay accepts it in lower case: widely used clients send it so.
        if !authorization.serial_no.eq_ignore_ascii_case(serial) {
            return Err(Refusal::new(
                "serial_no",
                "serial_no not match",
                say!(
                    "the merchant certificate's serial number is wrong",
                    "商户证书序列号有误。请使用签名私钥匹配的证书序列号"
                ),
                say!("send {serial}", "请发送 {serial}"),
            ));
        }
        let timestamp = seconds(authorization.timestamp).ok_or_else(|| {
            Refusal::new(
                "timestamp",
                "timestamp malformed",
                say!("the timestamp is malformed", "时间戳格式错误"),
                say!("send ten digits: seconds since 1970", "请发送 10 位的 Unix 秒数"),
            )
        })?;
        if timestamp.abs_diff(now) > WINDOW {
            return Err(Refusal::new(
                "timestamp",
                "timestamp expired",
                say!("the timestamp has expired", "时间戳已过期"),
                say!("synchronise the clock", "请校准时钟"),
            ));
        }
        let signature = decode(authorization.signature).ok_or_else(|| {
            Refusal::new(
                "signature",
                "signature malformed",
                say!("the signature is not valid Base64", "签名值不是合法的 Base64"),
                say!(
                    "encode the 256 bytes with padding and without line breaks",
                    "请对 256 字节做 Base64，保留末尾的 `=`，不要换行"
                ),
            )
        })?;
        // A signature that OpenSSL can't process is invalid.
        if !self.is_valid(head, body, &signature).unwrap_or(false) {
            return Err(Refusal::new(
                "signature",
                "sign not match",
                say!("the signature is invalid", "错误的签名，验签失败"),
                say!(
                    "it is not over the message in detail.sign_information: compare that with the \
                     message that was signed, line by line, and check that the key belongs to \
                     serial_no",
                    "签名的内容不是 detail.sign_information 中的待签名串：请逐行比对，并确认私钥与 \
                     serial_no 对应"
                ),
            ));
        }
        // Last, so that a refused request does not use up its nonce.
        let mut nonces = self.nonces.lock().unwrap_or_else(PoisonError::into_inner);
        if !nonces.insert(authorization.nonce_str, now) {
            return Err(Refusal::new(
                "nonce_str",
                "nonce_str reused",
                say!("this nonce_str was used before", "随机串重复"),
                say!(
                    "generate a new one for each request, also for each retry",
                    "每次请求（包括重试）都请重新生成"
                ),
            ));
        }
        Ok(())
    }

    fn is_valid(&self, head: &str, body: &[u8], signature: &[u8]) -> Result<bool, ErrorStack> {
        let mut verifier = Verifier::new(MessageDigest::sha256(), &self.key)?;
        verifier.update(head.as_bytes())?;
        verifier.update(body)?;
        verifier.update(b"\n")?;
        verifier.verify(signature)
    }
}

/// Digits without sign, space or leading zero.
fn seconds(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('0');
    digits.then(|| text.parse().ok()).flatten()
}

/// OpenSSL accepts spaces and stray bits, so the bytes must encode to the same text.
fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = base64::decode_block(text).ok()?;
    (base64::encode_block(&bytes) == text).then_some(bytes)
}

/// The nonces of all requests that could still be replayed.
#[derive(Default)]
struct Nonces {
    used: HashSet<String>,
    /// In the order of their arrival, with the time up to which each is kept.
    order: VecDeque<(u64, String)>,
}

impl Nonces {
    /// False if it was used before.
    fn insert(&mut self, nonce: &str, now: u64) -> bool {
        while self.order.front().is_some_and(|(until, _)| *until < now) {
            if let Some((_, nonce)) = self.order.pop_front() {
                self.used.remove(&nonce);
            }
        }
        if !self.used.insert(nonce.to_owned()) {
            return false;
        }
        // Its timestamp may be a window ahead, and is accepted for another window after that.
        self.order.push_back((now + 2 * WINDOW, nonce.to_owned()));
        true
    }
}

#[cfg(test)]
mod tests {
    use http::header::AUTHORIZATION;
    use http::{HeaderValue, StatusCode};
    use openssl::rsa::Rsa;
    use openssl::sign::Signer;
    use serde_json::{Value, json};

    use super::*;
    use crate::gateway::authorization::SCHEME;
    use crate::gateway::sign_error;
    use crate::language::Lang;

    const NOW: u64 = 1_554_208_460;
    const GET: Signed<'static> =
        Signed { method: "GET", target: "/v3/certificates", body: b"", length: 0 };

    struct Merchant {
        checker: Checker,
        key: PKey<openssl::pkey::Private>,
    }

    impl Merchant {
        fn new() -> Self {
            let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
            let public = PKey::public_key_from_der(&key.public_key_to_der().unwrap()).unwrap();
            Self { checker: Checker::new("1900000109", "00AB", public), key }
        }

        fn sign(&self, message: &str) -> String {
            let mut signer = Signer::new(MessageDigest::sha256(), &self.key).unwrap();
            base64::encode_block(&signer.sign_oneshot_to_vec(message.as_bytes()).unwrap())
        }

        fn authorization(&self, timestamp: &str, nonce: &str) -> String {
            let signature = self.sign(&format!("GET\n/v3/certificates\n{timestamp}\n{nonce}\n\n"));
            format!(
                "{SCHEME} mchid=\"1900000109\",nonce_str=\"{nonce}\",signature=\"{signature}\",\
                 timestamp=\"{timestamp}\",serial_no=\"00AB\""
            )
        }

        /// The refusal's body, or null.
        fn check(&self, authorization: &str, now: u64) -> Value {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_str(authorization).unwrap());
            shown(self.checker.check(&headers, &GET, now), &GET)
        }
    }

    fn shown(refusal: Result<(), Box<Refusal>>, request: &Signed<'_>) -> Value {
        let Err(refusal) = refusal else {
            return Value::Null;
        };
        let response = sign_error::response(&refusal, request, None).localized(Lang::Chinese);
        assert_eq!(response.status, StatusCode::UNAUTHORIZED);
        let body = serde_json::from_slice::<Value>(&response.body).unwrap();
        assert_eq!(body["code"], "SIGN_ERROR");
        assert_eq!(body["detail"]["location"], "authorization");
        body
    }

    #[test]
    fn judges_each_field() {
        let merchant = Merchant::new();
        let good = merchant.authorization(&NOW.to_string(), "first");
        assert_eq!(merchant.check(&good, NOW), Value::Null);
        let fresh = |nonce: &str| merchant.authorization(&NOW.to_string(), nonce);
        let signature = good.split("signature=\"").nth(1).unwrap().split('"').next().unwrap();
        let other = merchant.sign("GET\n/v3/certificates\n");
        for (bad, issue) in [
            (good.clone(), "nonce_str reused"),
            (fresh("a").replace("1900000109", "1900000108"), "mchid not match"),
            (fresh("b").replace("00AB", "00AC"), "serial_no not match"),
            (fresh("c").replace("timestamp=\"1", "timestamp=\"01"), "timestamp malformed"),
            (fresh("d").replace("timestamp=\"1", "timestamp=\"+1"), "timestamp malformed"),
            (fresh("e").replace(&NOW.to_string(), "1554208460000"), "timestamp expired"),
            (fresh("f").replace(&NOW.to_string(), "99999999999999999999"), "timestamp malformed"),
            (good.replace("first", "second"), "sign not match"),
            (good.replace(signature, &other), "sign not match"),
            (good.replace(signature, "AAAA"), "sign not match"),
            (good.replace(signature, &signature[1..]), "signature malformed"),
            (good.replace(signature, &format!("{signature} ")), "signature malformed"),
            (good.replace(signature, &format!(" {signature}")), "signature malformed"),
            (good.replace(signature, &signature.replace('=', "")), "signature malformed"),
            (good.replace(signature, "!!!!"), "signature malformed"),
        ] {
            let body = merchant.check(&bad, NOW);
            assert_eq!(body["detail"]["detail"]["issue"], issue, "{bad}: {body}");
        }
        // The refused ones did not use their nonces up.
        assert_eq!(merchant.check(&fresh("a"), NOW), Value::Null);
        assert_eq!(merchant.check(&fresh("b").replace("00AB", "00ab"), NOW), Value::Null);
    }

    #[test]
    fn a_timestamp_is_good_for_five_minutes_either_way() {
        let merchant = Merchant::new();
        for (offset, good) in [(-300, true), (300, true), (-301, false), (301, false)] {
            let timestamp = NOW.checked_add_signed(offset).unwrap().to_string();
            let body = merchant.check(&merchant.authorization(&timestamp, &timestamp), NOW);
            assert_eq!(body.is_null(), good, "{offset}: {body}");
        }
    }

    #[test]
    fn a_nonce_is_remembered_as_long_as_its_request_is_good() {
        let mut nonces = Nonces::default();
        assert!(nonces.insert("a", NOW));
        assert!(!nonces.insert("a", NOW + 600));
        assert!(nonces.insert("b", NOW + 600));
        assert!(nonces.insert("a", NOW + 601));
        assert_eq!((nonces.used.len(), nonces.order.len()), (2, 2));
    }

    #[test]
    fn a_refusal_shows_what_is_to_be_signed() {
        let merchant = Merchant::new();
        let mut headers = HeaderMap::new();
        let body = shown(merchant.checker.check(&headers, &GET, NOW), &GET);
        assert_eq!(body["detail"]["field"], "authorization");
        let information = &body["detail"]["sign_information"];
        assert_eq!(information["truncated_sign_message"], "GET\n/v3/certificates\n\n\n\n");

        let authorization = merchant.authorization(&NOW.to_string(), "n");
        headers.insert(AUTHORIZATION, HeaderValue::from_str(&authorization).unwrap());
        let long = "微".repeat(50);
        let request =
            Signed { method: "POST", target: "/v3/a?b", body: long.as_bytes(), length: long.len() };
        let body = shown(merchant.checker.check(&headers, &request, NOW), &request);
        assert!(body["message"].as_str().unwrap().starts_with("错误的签名，验签失败：签名的内容"));
        assert_eq!(
            body["detail"],
            json!({
                "detail": { "issue": "sign not match" },
                "field": "signature",
                "location": "authorization",
                "sign_information": {
                    "method": "POST",
                    "url": "/v3/a?b",
                    "truncated_sign_message":
                        format!("POST\n/v3/a?b\n{NOW}\nn\n{}\u{fffd}", "微".repeat(33)),
                    "sign_message_length": format!("POST\n/v3/a?b\n{NOW}\nn\n{long}\n").len(),
                },
            })
        );

        headers.append(AUTHORIZATION, HeaderValue::from_static("again"));
        let body = shown(merchant.checker.check(&headers, &request, NOW), &request);
        assert!(body["message"].as_str().unwrap().contains("头重复"));
    }
}
