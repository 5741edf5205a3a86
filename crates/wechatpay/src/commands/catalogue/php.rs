//! A call in PHP, with the package `wechatpay/wechatpay`.

use super::layout::{Syntax, properties};
use super::rust::is_usual;
use super::sample::{Body, Call, Sample, Taken};

const SYNTAX: Syntax = Syntax {
    object: ["[", "]"],
    nothing: "new \\stdClass()",
    arrow: " => ",
    text: quoted,
    encrypted: ["$encrypt(", ")"],
    json: ["json_encode(", ", JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES)"],
    file_name: "basename($file)",
    file_hash: "hash_file('sha256', $file)",
    last_comma: true,
};

/// What the calls need around them.
pub(super) const SETUP: &str = r"use WeChatPay\Builder;
use WeChatPay\Crypto\Rsa;

$platformId = 'PUB_KEY_ID_0114232134912410000000000000';
$platformKey = Rsa::from('file:///path/to/pub_key.pem', Rsa::KEY_TYPE_PUBLIC);
$instance = Builder::factory([
    'mchid' => '1900000109',
    'serial' => '3775B6A45ACD588826D15E583A95F5DD00000000',
    'privateKey' => Rsa::from('file:///path/to/apiclient_key.pem', Rsa::KEY_TYPE_PRIVATE),
    'certs' => [$platformId => $platformKey],
    'secret' => getenv('WECHATPAY_APIV2_KEY'), // for v2
    'merchant' => [
        'cert' => '/path/to/apiclient_cert.pem',
        'key' => '/path/to/apiclient_key.pem',
    ],
]);
$encrypt = static fn(string $text): string => Rsa::encrypt($text, $platformKey);
";

/// A notification of this type.
pub(super) fn notification(event: &str) -> String {
    let event = quoted(event);
    format!(
        "$message = \\WeChatPay\\Formatter::joinedByLineFeed($timestamp, $nonce, $body);
if (!Rsa::verify($message, $signature, $platformKey)) {{
    throw new \\RuntimeException('Wechatpay-Signature');
}}
$notification = json_decode($body, true);
if ($notification['event_type'] === {event}) {{
    $resource = $notification['resource'];
    $resource = json_decode(\\WeChatPay\\Crypto\\AesGcm::decrypt(
        $resource['ciphertext'], $apiv3Key, $resource['nonce'], $resource['associated_data'] ?? ''
    ), true);
}}
"
    )
}

pub(super) fn call(call: &Call) -> String {
    let mut before = String::new();
    let mut arguments = call.variables.clone();
    let mut put = |name: &str, value: Sample| arguments.push((name.to_owned(), value));
    if !call.query.is_empty() {
        put("query", Sample::Object(call.query.clone()));
    }
    match &call.body {
        Body::Json(body) => put("json", body.clone()),
        // Of a GET, PHP signs the query.
        Body::Xml(body) if call.endpoint.body_kind().is_none() => put("query", body.clone()),
        Body::Xml(body) => put("xml", body.clone()),
        Body::None | Body::Upload(..) => {}
    }
    if call.needs_certificate() {
        put("security", Sample::Boolean(true));
    }
    if let Some(base) = call.endpoint.base_uri() {
        put("base_uri", Sample::Text(base.to_owned()));
    }
    if let Taken::File(name) = call.taken {
        put("sink", Sample::Text(name.to_owned()));
    }
    let mut raw = Vec::new();
    if let Body::Upload(part, meta) = &call.body {
        before += &upload(part, meta);
        let stream = if part == &"file" { "$media->getStream()" } else { "$body" };
        raw.push(format!("'body' => {stream}"));
    }
    let headers = headers(call);
    if !headers.is_empty() {
        raw.push(format!("'headers' => [{}]", headers.join(", ")));
    }
    let arguments = written(arguments, &raw);
    let path = properties(call.endpoint.path());
    let verb = call.endpoint.method().as_str().to_ascii_lowercase();
    format!("{before}$response = $instance{path}->{verb}({arguments});\n")
}

/// The arguments; those that are no values but code come last.
fn written(arguments: Vec<(String, Sample)>, raw: &[String]) -> String {
    if arguments.is_empty() && raw.is_empty() {
        return String::new();
    }
    if raw.is_empty() {
        return SYNTAX.write(&Sample::Object(arguments), 0, 0);
    }
    let mut text = "[\n".to_owned();
    for (name, value) in arguments {
        let key = format!("{} => ", quoted(&name));
        text += &format!("    {key}{},\n", SYNTAX.write(&value, 4, 4 + key.len()));
    }
    for line in raw {
        text += &format!("    {line},\n");
    }
    text + "]"
}

fn headers(call: &Call) -> Vec<String> {
    let mut headers = Vec::new();
    for (name, value) in &call.headers {
        headers.push(format!("{} => {}", quoted(name), SYNTAX.write(value, 0, 0)));
    }
    match &call.body {
        Body::Upload("file", _) => {
            headers.push("'Content-Type' => $media->getContentType()".into())
        }
        Body::Upload(..) => headers.push(
            "'Content-Type' => \"multipart/form-data; boundary={$parts->getBoundary()}\"".into(),
        ),
        _ => {}
    }
    if call.has_encrypted() && !call.is_v2() {
        headers.push("'Wechatpay-Serial' => $platformId".into());
    }
    headers
}

/// `MediaUtil` knows one name of a file's part; others are put together in the same way.
fn upload(part: &str, meta: &Sample) -> String {
    let file = "$file = '/path/to/picture.png';\n";
    let [before, after] = SYNTAX.json;
    let json = format!("{before}{}{after}", SYNTAX.write(meta, 0, 0));
    if part == "file" {
        let set =
            if is_usual(meta) { String::new() } else { format!("$media->setMeta({json});\n") };
        return format!("{file}$media = new \\WeChatPay\\Util\\MediaUtil($file);\n{set}");
    }
    format!(
        "{file}$meta = {json};
$parts = new \\GuzzleHttp\\Psr7\\MultipartStream([
    ['name' => 'meta', 'contents' => $meta, 'headers' => ['Content-Type' => 'application/json']],
    ['name' => '{part}', 'contents' => fopen($file, 'r'), 'filename' => basename($file)],
]);
// What is signed is the meta alone.
$body = \\GuzzleHttp\\Psr7\\FnStream::decorate($parts, [
    '__toString' => static fn() => $meta,
    'getSize' => static fn() => null,
]);
"
    )
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"))
}
