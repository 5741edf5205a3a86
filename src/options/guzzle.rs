//! Advice for Guzzle options that are not supported.

/// The remedy for a Guzzle option that a PHP program may bring along.
pub(super) fn advice(option: &str) -> Option<&'static str> {
    Some(match option {
        "verify" => {
            "TLS is always verified; trust a CA of your own by the builder's root_certificate()"
        }
        "cert" | "ssl_key" => {
            "APIv3 needs no client certificate; for APIv2 use `security`, and the builder's merchant_certificate()"
        }
        "proxy" => "a proxy belongs to the client: give it to the builder's proxy()",
        "curl" | "stream_context" => "curl is not used; use the builder's transport()",
        "allow_redirects" => {
            "redirects are never followed, since a signature is for one address; a 3xx is an error \
             that names the target"
        }
        "handler" => "use the builder's layer() and transport()",
        "auth" => "requests are signed by the client; remove it",
        "cookies" => "WeChat Pay's API has no cookies; remove it",
        "decode_content" => {
            "gzip and deflate are always decoded, since the signature is over the decoded body; remove it"
        }
        "delay" => "sleep before the call",
        "expect" => "`Expect: 100-continue` is not sent; remove it",
        "force_ip_resolve" => "use the builder's transport()",
        "idn_conversion" => "WeChat Pay's hosts are ASCII; remove it",
        "on_headers" | "on_stats" => "use the builder's layer(), with tower-http's TraceLayer",
        "progress" => "use progress() of MediaUtil, Multipart, download() or bill()",
        "read_timeout" => {
            "use `timeout`: it covers the whole call, and for a download the gap between chunks"
        }
        "stream" => "a response has its whole body; use stream_async() of a Download",
        "synchronous" => "get() blocks, get_async() does not",
        "version" => "the protocol is HTTP/1.1; remove it",
        "crypto_method" => "TLS 1.2 and above are used; remove it",
        _ => return None,
    })
}
