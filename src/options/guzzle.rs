//! Advice for Guzzle options that are not supported.

use crate::language::{Text, say};

/// The remedy for a Guzzle option that a PHP program may bring along.
pub(super) fn advice(option: &str) -> Option<Text> {
    Some(match option {
        "verify" => say!(
            "TLS is always verified; trust a CA of your own by the builder's root_certificate()",
            "TLS 证书始终校验；要信任自己的 CA，请用构建器的 root_certificate()"
        ),
        "cert" | "ssl_key" => say!(
            "APIv3 needs no client certificate; for APIv2 use `security`, and the builder's \
             merchant_certificate()",
            "APIv3 不需要客户端证书；APIv2 请用 `security` 和构建器的 merchant_certificate()"
        ),
        "proxy" => say!(
            "a proxy belongs to the client: give it to the builder's proxy()",
            "代理属于客户端：请用构建器的 proxy() 设置"
        ),
        "curl" | "stream_context" => say!(
            "curl is not used; use the builder's transport()",
            "没有使用 curl；请用构建器的 transport()"
        ),
        "allow_redirects" => say!(
            "redirects are never followed, since a signature is for one address; a 3xx is an error \
             that names the target",
            "从不跟随重定向，因为签名只对一个地址有效；3xx 会作为错误返回，并指出目标地址"
        ),
        "handler" => {
            say!("use the builder's layer() and transport()", "请用构建器的 layer() 和 transport()")
        }
        "auth" => say!("requests are signed by the client; remove it", "请求由客户端签名；请去掉"),
        "cookies" => say!(
            "WeChat Pay's API has no cookies; remove it",
            "微信支付的 API 不使用 cookie；请去掉"
        ),
        "decode_content" => say!(
            "gzip and deflate are always decoded, since the signature is over the decoded body; remove it",
            "gzip 和 deflate 始终解码，因为签名针对解码后的应答体；请去掉"
        ),
        "delay" => say!("sleep before the call", "请在调用之前自行等待"),
        "expect" => say!(
            "`Expect: 100-continue` is not sent; remove it",
            "不会发送 `Expect: 100-continue`；请去掉"
        ),
        "force_ip_resolve" => say!("use the builder's transport()", "请用构建器的 transport()"),
        "idn_conversion" => {
            say!("WeChat Pay's hosts are ASCII; remove it", "微信支付的域名都是 ASCII；请去掉")
        }
        "on_headers" | "on_stats" => say!(
            "use the builder's layer(), with tower-http's TraceLayer",
            "请用构建器的 layer()，配合 tower-http 的 TraceLayer"
        ),
        "progress" => say!(
            "use progress() of MediaUtil, Multipart, download() or bill()",
            "请用 MediaUtil、Multipart、download() 或 bill() 的 progress()"
        ),
        "read_timeout" => say!(
            "use `timeout`: it covers the whole call, and for a download the gap between chunks",
            "请用 `timeout`：它涵盖整个调用，对下载则是两块数据之间的间隔"
        ),
        "stream" => say!(
            "a response has its whole body; use stream_async() of a Download",
            "应答带有完整的应答体；流式读取请用 Download 的 stream_async()"
        ),
        "synchronous" => {
            say!("get() blocks, get_async() does not", "get() 会阻塞，get_async() 不会")
        }
        "version" => say!("the protocol is HTTP/1.1; remove it", "使用的协议是 HTTP/1.1；请去掉"),
        "crypto_method" => {
            say!("TLS 1.2 and above are used; remove it", "使用 TLS 1.2 及以上版本；请去掉")
        }
        _ => return None,
    })
}
