//! `chain!`: PHP's arrows, with the path made at compile time.

/// A chain by PHP's arrows: `chain!(client->v3->pay->transactions->id->_transaction_id_)`.
///
/// Before the first arrow is a [`Client`](crate::Client) or a [`Chain`](crate::Chain): any tokens
/// without an arrow, such as `client`, `self.client` or `clients["a"]`. A segment is a name, a
/// number, or a string, optionally in braces: PHP's `->{'merchant-service'}` is
/// `->"merchant-service"` or `->{"merchant-service"}`. Segments are normalised as by
/// [`Client::seg`](crate::Client::seg), at compile time.
///
/// ```
/// use serde_json::json;
/// use wechatpay_chain::{Client, chain};
///
/// # fn main() {}
/// fn query(client: &Client) -> Result<(), wechatpay_chain::Error> {
///     let order = chain!(client->v3->pay->transactions->outTradeNo->_out_trade_no_);
///     assert_eq!(order.path(), "v3/pay/transactions/out-trade-no/{out_trade_no}");
///     order.get(json!({"out_trade_no": "1217752501201407033233368018", "query": {"mchid": "1900000109"}}))?;
///     Ok(())
/// }
/// ```
#[macro_export]
macro_rules! chain {
    (@from [$($receiver:tt)+] -> $($path:tt)+) => {
        $crate::chain!(@path [$($receiver)+] [] $($path)+)
    };
    (@from [$($receiver:tt)*] $next:tt $($rest:tt)+) => {
        $crate::chain!(@from [$($receiver)* $next] $($rest)+)
    };
    (@from $($rest:tt)*) => {
        ::core::compile_error!("chain! takes a client or a chain, an arrow, and a path: `chain!(client->v3->certificates)`")
    };

    (@path $receiver:tt [$($done:tt)*] $name:ident $(-> $($rest:tt)+)?) => {
        $crate::chain!(@next $receiver [$($done)* ($crate::__chain::name(::core::stringify!($name)))] $($($rest)+)?)
    };
    (@path $receiver:tt [$($done:tt)*] _ $(-> $($rest:tt)+)?) => {
        $crate::chain!(@next $receiver [$($done)* ("_")] $($($rest)+)?)
    };
    (@path $receiver:tt $done:tt { $text:literal } $($rest:tt)*) => {
        $crate::chain!(@path $receiver $done $text $($rest)*)
    };
    (@path $receiver:tt [$($done:tt)*] $text:literal $(-> $($rest:tt)+)?) => {
        $crate::chain!(@next $receiver
            [$($done)* ($crate::__chain::literal(::core::stringify!($text), ::core::concat!($text)))]
            $($($rest)+)?)
    };
    (@path $($rest:tt)*) => {
        ::core::compile_error!("a segment of chain! is a name, a number, a string, or {a string}: `->pay`, `->\"merchant-service\"`, `->_transaction_id_`")
    };

    (@next [$($receiver:tt)+] [$(($segment:expr))+]) => {
        ($($receiver)+).__compiled({
            const CAPACITY: usize = 0 $(+ $crate::__chain::capacity($segment))+;
            const TEMPLATE: $crate::__chain::Compiled<CAPACITY> =
                $crate::__chain::Compiled::new()$(.join($segment))+;
            const PATH: &str = TEMPLATE.path();
            (PATH, TEMPLATE.flaw())
        })
    };
    (@next $receiver:tt $done:tt $($rest:tt)+) => {
        $crate::chain!(@path $receiver $done $($rest)+)
    };

    ($($tokens:tt)*) => {
        $crate::chain!(@from [] $($tokens)*)
    };
}

/// A name without `r#`.
#[doc(hidden)]
pub const fn name(written: &'static str) -> &'static str {
    match written.as_bytes() {
        [b'r', b'#', name @ ..] => match std::str::from_utf8(name) {
            Ok(name) => name,
            Err(_) => written,
        },
        _ => written,
    }
}

/// A number's digits as they are written (`007`), or a string's contents.
#[doc(hidden)]
pub const fn literal(written: &'static str, value: &'static str) -> &'static str {
    if written.as_bytes()[0].is_ascii_digit() { written } else { value }
}
