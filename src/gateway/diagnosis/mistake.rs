//! The likely mistakes, each with a name, the line of the message it is in, and the remedy in both
//! languages.

use std::fmt;

use crate::language::Text;

/// A line of the message that a request's signature is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Line {
    /// The first: `GET`, `POST`, …
    Method,
    /// The second: path and query.
    Target,
    /// The third: seconds since 1970.
    Timestamp,
    /// The fourth: `nonce_str`.
    Nonce,
    /// The fifth: the body, or an upload's meta.
    Body,
}

impl Line {
    pub(in crate::gateway) const ALL: [Self; 5] =
        [Self::Method, Self::Target, Self::Timestamp, Self::Nonce, Self::Body];

    /// `method`, `target`, `timestamp`, `nonce` or `body`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Target => "target",
            Self::Timestamp => "timestamp",
            Self::Nonce => "nonce",
            Self::Body => "body",
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

pub(super) struct Mistake {
    pub(super) name: &'static str,
    pub(super) line: Option<Line>,
    pub(super) chinese: &'static str,
    pub(super) english: &'static str,
}

impl Mistake {
    pub(super) fn text(&self) -> Text {
        Text::new(self.english, self.chinese)
    }
}

macro_rules! mistakes {
    ($($constant:ident $name:literal $line:expr, $chinese:literal, $english:literal;)*) => {
        $(pub(super) static $constant: Mistake = Mistake {
            name: $name,
            line: $line,
            chinese: $chinese,
            english: $english,
        };)*
        #[cfg(test)]
        static ALL: &[&Mistake] = &[$(&$constant),*];
    };
}

const METHOD: Option<Line> = Some(Line::Method);
const TARGET: Option<Line> = Some(Line::Target);
const TIMESTAMP: Option<Line> = Some(Line::Timestamp);
const NONCE: Option<Line> = Some(Line::Nonce);
const BODY: Option<Line> = Some(Line::Body);

mistakes! {
    METHOD_CASE "method-case" METHOD,
        "待签名串中的请求方法未大写，请使用大写",
        "the method was not signed in capitals: sign it as it is sent";
    METHOD_OTHER "method-other" METHOD,
        "待签名串中的请求方法与实际请求不一致，请签名实际使用的方法",
        "another method was signed than was sent: sign the one that is sent";

    QUERY_LEFT_OUT "query-left-out" TARGET,
        "待签名串缺少查询参数，请签名路径和 `?` 及其后的查询串",
        "the query was not signed: sign the path, `?` and the query";
    QUERY_MARK "query-mark" TARGET,
        "待签名串与实际请求的末尾 `?` 不一致，查询串为空时两处都去掉 `?`",
        "an empty query's `?` was signed or sent alone: leave it out of both";
    QUERY_ORDER "query-order" TARGET,
        "查询参数的顺序与实际请求不一致，请按实际发送的顺序签名，不要排序",
        "the query's parameters were signed in another order: sign them as sent, do not sort them";
    QUERY_ADDED "query-added" TARGET,
        "签名之后又添加了查询参数，请对实际发送的查询串签名",
        "a parameter was added to the query after signing: sign the query that is sent";
    QUERY_REMOVED "query-removed" TARGET,
        "签名之后去掉了查询参数，请对实际发送的查询串签名",
        "a parameter was removed from the query after signing: sign the query that is sent";
    QUERY_VALUE "query-value" TARGET,
        "签名之后修改了查询参数的值，请对实际发送的查询串签名",
        "a value of the query was changed after signing: sign the query that is sent";
    QUERY_PLUS "query-plus" TARGET,
        "空格的编码不一致（`+` 与 `%20`），请签名实际发送的字节",
        "a space was signed and sent differently (`+` and `%20`): sign the bytes that are sent";
    TARGET_DECODED "target-decoded" TARGET,
        "待签名串中的 URL 未编码，请签名实际发送的（已编码的）URL",
        "the target was signed before percent-encoding: sign it encoded, as it is sent";
    TARGET_ENCODED_TWICE "target-encoded-twice" TARGET,
        "待签名串中的 URL 被重复编码，请只编码一次",
        "the target was percent-encoded twice for signing: encode it once, and sign what is sent";
    TARGET_ENCODED "target-encoded" TARGET,
        "待签名串与实际请求的 URL 编码不一致，请签名实际发送的字节",
        "the target was signed with another percent-encoding than sent: sign the bytes that are sent";
    TARGET_HEX_CASE "target-hex-case" TARGET,
        "百分号编码的十六进制大小写不一致，请签名实际发送的字节",
        "`%xx` was signed in the other case than sent: sign the bytes that are sent";
    TARGET_URL "target-url" TARGET,
        "待签名串使用了完整 URL 或包含域名，请只签名路径和查询串",
        "the whole URL or its host was signed: sign the path and query alone";
    TARGET_SLASH "target-slash" TARGET,
        "待签名串中路径的斜杠与实际请求不一致，路径以一个 `/` 开头，末尾按实际请求",
        "a slash at the path's beginning or end is not signed as sent: begin with one `/`, end as sent";
    TARGET_PREFIX "target-prefix" TARGET,
        "待签名串中的路径缺少或重复了 `/v3`，请签名完整路径",
        "the path was signed without `/v3`, or with it twice: sign the path that is sent";
    TARGET_QUERY_ALONE "target-query-alone" TARGET,
        "待签名串只包含查询串，请签名路径和查询串",
        "the query alone was signed: sign the path, `?` and the query";

    TIMESTAMP_MS_SIGNED "timestamp-ms-signed" TIMESTAMP,
        "待签名串中的时间戳为毫秒，请使用秒",
        "the timestamp was signed in milliseconds: sign the seconds that are sent";
    TIMESTAMP_MS_SENT "timestamp-ms-sent" TIMESTAMP,
        "时间戳为毫秒，请使用 10 位的秒数",
        "the timestamp was sent in milliseconds: send seconds, ten digits";
    TIMESTAMP_AGAIN "timestamp-again" TIMESTAMP,
        "待签名串与请求头中的时间戳是分两次获取的，请只获取一次",
        "the clock was read twice, for signing and for the header: read it once";
    TIMESTAMP_EMPTY "timestamp-empty" TIMESTAMP,
        "待签名串中的时间戳为空，请填入实际发送的时间戳",
        "the timestamp's line was signed empty: sign the timestamp that is sent";
    TIMESTAMP_ZONE "timestamp-zone" TIMESTAMP,
        "时间戳相差 8 小时，本地时间被当作 UTC，请使用 Unix 时间戳",
        "the timestamp is 8 hours off: local time was taken for UTC: use seconds since 1970 in UTC";
    TIMESTAMP_OFF "timestamp-off" TIMESTAMP,
        "时间戳与当前时间相差超过 300 秒，请校准时钟，每次请求都用当前时间签名",
        "the timestamp is more than 300 s off: synchronise the clock, and sign each request with the current time";
    TIMESTAMP_FORM "timestamp-form" TIMESTAMP,
        "时间戳不是秒数，请使用 10 位数字",
        "the timestamp is not in whole seconds since 1970: send ten digits";

    NONCE_CASE "nonce-case" NONCE,
        "待签名串中随机串的大小写与请求头不一致，请使用同一个随机串",
        "the nonce was signed in another case than sent: use the same text for both";
    NONCE_EMPTY "nonce-empty" NONCE,
        "待签名串中的随机串为空，请填入实际发送的随机串",
        "the nonce's line was signed empty: sign the nonce_str that is sent";

    BODY_LEFT_OUT "body-left-out" BODY,
        "待签名串缺少请求体，请签名实际发送的请求体",
        "an empty body was signed: sign the body that is sent";
    BODY_FOR_NONE "body-for-none" BODY,
        "请求体为空，但待签名串中有内容（如 `{}`），请求体一行应为空行",
        "a body such as `{}` was signed, but none was sent: sign an empty line";
    BODY_END "body-end" BODY,
        "签名的请求体与发送的请求体首尾空白或换行不一致，请签名实际发送的字节",
        "the body was signed with other white space or line breaks at its ends: sign the bytes sent";
    BODY_LINE_BREAKS "body-line-breaks" BODY,
        "请求体中的换行（`\\r\\n` 与 `\\n`）不一致，请签名实际发送的字节",
        "the body was signed with other line breaks (`\\r\\n`, `\\n`) than sent: sign the bytes sent";
    BODY_MARK "body-mark" BODY,
        "请求体的 BOM 不一致，请去掉 BOM",
        "a byte order mark was signed or sent alone: leave it out of both";
    BODY_WHOLE_UPLOAD "body-whole-upload" BODY,
        "上传接口只对 meta 的 JSON 签名，不对整个 multipart 请求体签名",
        "an upload's whole body was signed: sign the JSON of its part `meta` alone";
    BODY_BOUNDARY "body-boundary" BODY,
        "Content-Type 缺少 multipart 请求体的 boundary，无法找到 meta，请发送 `multipart/form-data; boundary=…`",
        "the Content-Type lacks the multipart body's boundary, so `meta` is not found: send both in it";
    BODY_FORM_SIGNED "body-form-signed" BODY,
        "签名的是表单（`a=1&b=2`），发送的却是 JSON，请对发送的 JSON 签名",
        "a form (`a=1&b=2`) was signed, but JSON was sent: sign the JSON";
    BODY_FORM_SENT "body-form-sent" BODY,
        "签名的是 JSON，发送的却是表单（`a=1&b=2`），请发送 JSON",
        "JSON was signed, but a form (`a=1&b=2`) was sent: send the JSON that was signed";
    BODY_KEYS "body-keys" BODY,
        "请求体 JSON 的字段顺序不一致，序列化一次，签名并发送同一份字节",
        "the JSON's keys were signed in another order: serialise it once, and sign and send those bytes";
    BODY_SPACE "body-space" BODY,
        "请求体 JSON 的空白不一致，序列化一次，签名并发送同一份字节",
        "the JSON was signed with other white space: serialise it once, and sign and send those bytes";
    BODY_SLASHES "body-slashes" BODY,
        "请求体 JSON 中斜杠的转义（`\\/`）不一致，序列化一次，签名并发送同一份字节",
        "slashes (`\\/`) were escaped in only one of signed and sent: serialise the JSON once, sign and send those bytes";
    BODY_UNICODE "body-unicode" BODY,
        "请求体 JSON 中非 ASCII 字符的转义（`\\uXXXX`）不一致，序列化一次，签名并发送同一份字节",
        "`\\uXXXX` escapes are in only one of signed and sent: serialise the JSON once, sign and send those bytes";
    BODY_HTML "body-html" BODY,
        "请求体 JSON 中 `<`、`>`、`&` 的转义不一致，序列化一次，签名并发送同一份字节",
        "`<`, `>`, `&` were escaped in only one of signed and sent: serialise the JSON once, sign and send those bytes";
    BODY_SERIALISED "body-serialised" BODY,
        "请求体 JSON 被重新序列化，序列化一次，签名并发送同一份字节",
        "the JSON was serialised twice: serialise it once, and sign and send those bytes";

    FINAL_NEWLINE "final-newline" None,
        "待签名串末尾缺少换行符，五行的每一行（包括最后一行）都以 `\\n` 结尾",
        "the message lacks its last line break: each of the five lines ends with one";
    EXTRA_NEWLINE "extra-newline" None,
        "待签名串末尾多了换行符，共五行，每行以一个 `\\n` 结尾",
        "the message has one line break too many: each of the five lines ends with one";
    CARRIAGE_RETURN "carriage-return" None,
        "待签名串使用了 `\\r\\n` 换行，请使用 `\\n`",
        "the lines were signed ending with `\\r\\n`: end them with `\\n`";
    BACKSLASH_N "backslash-n" None,
        "待签名串中的换行是反斜杠和字母 n 两个字符，请使用真正的换行符（PHP 用双引号）",
        "the line breaks were signed as a backslash and `n`: use real ones (in PHP double quotes)";
    SEPARATOR "separator" None,
        "待签名串各行之间没有使用换行符，请用 `\\n`",
        "the lines were joined by something other than a line break: use `\\n`";
    LINE_ORDER "line-order" None,
        "待签名串各行的顺序错误，应为：方法、URL、时间戳、随机串、请求体",
        "the lines were signed in another order: the order is method, target, timestamp, nonce, body";
    LINE_LEFT_OUT "line-left-out" None,
        "待签名串缺少一行，应为：方法、URL、时间戳、随机串、请求体",
        "a line was left out: the lines are method, target, timestamp, nonce, body, each with its line break";
    AS_A_RESPONSE "as-a-response" None,
        "待签名串是应答的格式（时间戳、随机串、请求体），请求需要五行",
        "the message of a response was signed (timestamp, nonce, body): a request has five lines";
    MESSAGE_UNKNOWN "message-unknown" None,
        "私钥正确，但签名的内容不同，且不是常见错误，请逐行比对待签名串",
        "the key is correct, but another message was signed, not by a known mistake: compare it line by line";
    MESSAGE_UNKNOWN_LARGE "message-unknown-large" None,
        "私钥正确，但签名的内容不同；请求体过大，未尝试所有常见错误，请逐行比对待签名串",
        "the key is correct, but another message was signed; the body is too large to try all mistakes: compare line by line";

    MESSAGE_UNKNOWN_SORTED "message-unknown-sorted" None,
        "私钥正确，但签名的内容不同；请求体 JSON 的字段已排序，可能是签名之后才排序（PHP `ksort`、Python `sort_keys`），请对排序后的 JSON 签名，并发送同一份字节",
        "the key is correct, but another message was signed: perhaps the JSON before its keys were sorted: sign what is sent";
    MESSAGE_UNKNOWN_QUERY "message-unknown-query" None,
        "私钥正确，但签名的内容不同，可能是签名之后修改了查询串（增减参数或修改了值），请对实际发送的查询串签名",
        "the key is correct, but another message was signed: perhaps the query was changed after that: sign what is sent";

    DIGEST_MD5 "digest-md5" None,
        "签名使用了 MD5，请使用 SHA-256",
        "the signature uses MD5: use SHA-256 (sha256WithRSAEncryption)";
    DIGEST_SHA1 "digest-sha1" None,
        "签名使用了 SHA-1，请使用 SHA-256",
        "the signature uses SHA-1: use SHA-256 (sha256WithRSAEncryption)";
    DIGEST_OTHER "digest-other" None,
        "签名使用了 SHA-224 或 SHA-384，请使用 SHA-256",
        "the signature uses SHA-224 or SHA-384: use SHA-256 (sha256WithRSAEncryption)";
    DIGEST_SHA512 "digest-sha512" None,
        "签名使用了 SHA-512，请使用 SHA-256",
        "the signature uses SHA-512: use SHA-256 (sha256WithRSAEncryption)";
    PADDING_PSS "padding-pss" None,
        "签名使用了 PSS 填充，请使用 PKCS#1 v1.5",
        "the signature uses PSS padding: use PKCS#1 v1.5";
    NO_DIGEST_INFO "no-digest-info" None,
        "用私钥直接加密了内容，没有按 PKCS#1 v1.5 签名，请使用签名函数（SHA256withRSA）",
        "the private key was used to encrypt, not to sign: use a signing function (SHA256withRSA)";
    HASH_SIGNED "hash-signed" None,
        "对待签名串的哈希值再次做了签名，请直接对待签名串签名",
        "the message's hash was signed, so it was hashed twice: pass the message to the signing function";
    BYTES_REVERSED "bytes-reversed" None,
        "签名的字节顺序颠倒（小端），请反转后再编码",
        "the signature's bytes are in reverse order (little-endian): reverse them before encoding";
    SIGNATURE_HEX "signature-hex" None,
        "签名值为十六进制，请使用 Base64",
        "the signature is in hexadecimal: encode its bytes in Base64";
    SIGNATURE_URL_SAFE "signature-url-safe" None,
        "签名值为 URL 安全的 Base64（`-`、`_`），请使用标准 Base64",
        "the signature is in URL-safe Base64 (`-`, `_`): use the standard alphabet (`+`, `/`)";
    SIGNATURE_PADDING "signature-padding" None,
        "签名值的 Base64 缺少末尾的 `=`，请保留",
        "the signature's Base64 lacks the `=` at its end: keep it";
    SIGNATURE_SPACE "signature-space" None,
        "签名值的 Base64 含空白或转义的换行，请去掉",
        "the signature's Base64 contains white space or line breaks: remove them";
    SIGNATURE_PERCENT "signature-percent" None,
        "签名值被 URL 编码，请直接使用 Base64",
        "the signature is percent-encoded: send the Base64 as it is";
    SIGNATURE_TWICE "signature-twice" None,
        "签名值被重复编码，请对签名的字节只做一次 Base64",
        "the signature was encoded twice: encode its bytes in Base64 once";
    SIGNATURE_LENGTH "signature-length" None,
        "签名值的长度不是 256 字节，请使用商户 API 证书的 2048 位 RSA 私钥，并完整发送",
        "the signature is not 256 bytes: sign with the merchant's RSA key, and send all of it";
    SIGNATURE_FORM "signature-form" None,
        "签名值不是 Base64，请对签名的 256 字节做 Base64",
        "the signature's encoding is unknown: encode its 256 bytes in Base64";

    KEY_PLATFORM "key-platform" None,
        "使用了平台证书的私钥签名，请使用商户 API 证书的私钥（apiclient_key.pem）",
        "it was signed with the platform certificate's key: use the merchant's (apiclient_key.pem)";
    KEY_PUBLIC "key-public" None,
        "使用了微信支付公钥对应的私钥签名，请使用商户 API 证书的私钥（apiclient_key.pem）",
        "it was signed with the key of WeChat Pay's public key: use the merchant's (apiclient_key.pem)";
    KEY_UNKNOWN "key-unknown" None,
        "签名所用的私钥不是该商户的，或签名值已损坏，请使用与 serial_no 对应的私钥（apiclient_key.pem）",
        "it was signed with an unknown key, or is damaged: use the key of serial_no's certificate (apiclient_key.pem)";

    SERIAL_PLATFORM "serial-platform" None,
        "serial_no 是平台证书的序列号，请使用商户 API 证书的序列号",
        "serial_no is the platform certificate's: send the merchant certificate's";
    SERIAL_PUBLIC_KEY "serial-public-key" None,
        "serial_no 是微信支付公钥 ID，请使用商户 API 证书的序列号；公钥 ID 放在 Wechatpay-Serial 头",
        "serial_no is the public key's id: send the merchant certificate's; the id belongs in Wechatpay-Serial";
    SERIAL_COLONS "serial-colons" None,
        "serial_no 含冒号、空格或 `0x`，请只保留十六进制数字",
        "serial_no contains colons, spaces or `0x`: send only its hexadecimal digits";
    SERIAL_ZEROS "serial-zeros" None,
        "serial_no 开头的 0 过多或过少，请写成正好 40 位",
        "serial_no has too few leading zeros, or too many: write exactly 40 digits";
    SERIAL_DECIMAL "serial-decimal" None,
        "serial_no 为十进制，请使用十六进制",
        "serial_no is in decimal: write it in hexadecimal";
    SERIAL_UNKNOWN "serial-unknown" None,
        "serial_no 不是该商户的证书序列号，请使用商户 API 证书（apiclient_cert.pem）的序列号",
        "serial_no is not that of a known certificate: send the merchant certificate's (apiclient_cert.pem)";
    MCHID_UNKNOWN "mchid-unknown" None,
        "mchid 不是此网关的商户号，请发送网关的商户号",
        "mchid is not this gateway's merchant: send the gateway's merchant number";
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn names_are_unique_and_texts_are_one_line() {
        let names: HashSet<_> = ALL.iter().map(|mistake| mistake.name).collect();
        assert_eq!(names.len(), ALL.len());
        for mistake in ALL {
            let english = mistake.english;
            assert!(english.is_ascii() && english.len() < 120, "{}", mistake.name);
            assert!(mistake.chinese.chars().any(|c| c > '\u{4e00}'), "{}", mistake.name);
            assert!(!mistake.chinese.contains('\n') && !english.contains('\n'));
            if let Some(line) = mistake.line {
                assert!(mistake.name.starts_with(&line.name()[..4]) || line == Line::Target);
            }
        }
    }
}
