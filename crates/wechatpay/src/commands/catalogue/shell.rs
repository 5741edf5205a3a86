//! A call as a line for the shell.

use serde_json::Value;

use super::rust::is_usual;
use super::sample::{Body, Call, Sample, Taken};

/// Longer commands have an item on each line.
const COLUMNS: usize = 80;

/// What the calls need before them.
pub(super) const SETUP: &str = "mkdir -p ~/.config/wechatpay
cat > ~/.config/wechatpay/config.toml <<'END'
[profiles.default]
mchid = \"1900000109\"
private_key = \"apiclient_key.pem\"
certificate = \"apiclient_cert.pem\"
platform_id = \"PUB_KEY_ID_0114232134912410000000000000\"
platform_key = \"pub_key.pem\"
apiv3_key_file = \"apiv3_key.txt\"
apiv2_key_file = \"apiv2_key.txt\"
END
";

pub(super) const NOTIFICATION: &str = "wechatpay notify decrypt notification.http\n";

pub(super) fn call(call: &Call) -> String {
    let endpoint = call.endpoint;
    let verb = endpoint.method().as_str().to_ascii_lowercase();
    let is_bill = call.taken == Taken::Bill;
    let mut first = "wechatpay".to_owned();
    if let Some(base) = endpoint.base_uri() {
        first += &format!(" --base-uri {}", quoted(base));
    }
    first += &format!(" {} {}", if is_bill { "bill" } else { &verb }, quoted(&call.path()));
    let mut words = Vec::new();
    for (name, value) in &call.variables {
        words.push(item(name, "=", value));
    }
    for (name, value) in &call.headers {
        words.push(item(name, ":", value));
    }
    let query = if call.is_v2() { &[][..] } else { &call.query };
    for (name, value) in query {
        match value {
            Sample::List(items) => {
                for (at, one) in items.iter().enumerate() {
                    words.push(item(&format!("{name}[{at}]"), "==", one));
                }
            }
            value => words.push(item(name, "==", value)),
        }
    }
    let mut piped = None;
    match &call.body {
        Body::None => {}
        Body::Json(body) => match is_for_pipe(call, body) {
            true => piped = Some(body),
            false => fields(body, "", &mut words),
        },
        Body::Xml(Sample::Object(parameters)) => {
            for (name, value) in parameters {
                match value {
                    Sample::Object(_) | Sample::List(_) => fields(value, name, &mut words),
                    // All of them are texts.
                    Sample::Number(number) => words.push(quoted(&format!("{name}={number}"))),
                    value => words.push(item(name, "=", value)),
                }
            }
        }
        Body::Xml(_) => {}
        Body::Upload(part, meta) => {
            words.push(format!("{part}@picture.png"));
            if !(part == &"file" && is_usual(meta)) {
                words.push(self::meta(meta));
            }
        }
    }
    match call.taken {
        Taken::Bill => words.push("-o bill.csv".to_owned()),
        Taken::File(name) => words.push(format!("-o {name}")),
        Taken::Response | Taken::Bills => {}
    }
    match piped {
        Some(body) => {
            words.push("-".to_owned());
            pipe(body, &joined(&first, &words))
        }
        None => joined(&first, &words) + "\n",
    }
}

fn joined(first: &str, words: &[String]) -> String {
    let line = words.iter().fold(first.to_owned(), |line, word| line + " " + word);
    if line.chars().count() <= COLUMNS {
        return line;
    }
    words.iter().fold(first.to_owned(), |text, word| text + " \\\n    " + word)
}

/// What is encrypted is so by its place in a whole body, and a field whose name is that of a variable
/// can't be an item.
fn is_for_pipe(call: &Call, body: &Sample) -> bool {
    let Sample::Object(fields) = body else { return true };
    let is_variable = |name: &String| call.variables.iter().any(|(variable, _)| variable == name);
    fields.is_empty() || body.has_encrypted() || fields.iter().any(|(name, _)| is_variable(name))
}

/// The body as text for standard input, its sensitive fields encrypted on the way.
fn pipe(body: &Sample, command: &str) -> String {
    let mut pointers = Vec::new();
    encrypted(body, "", &mut pointers);
    let json = format!("{:#}", body.plain());
    if pointers.is_empty() {
        return format!("{command} <<'END'\n{json}\nEND\n");
    }
    let flags: Vec<_> =
        pointers.iter().map(|pointer| format!("--field {}", quoted(pointer))).collect();
    format!("{} <<'END' |\n{json}\nEND\n{command}\n", joined("wechatpay encrypt", &flags))
}

fn encrypted(value: &Sample, pointer: &str, pointers: &mut Vec<String>) {
    match value {
        Sample::Encrypted(_) => pointers.push(pointer.to_owned()),
        Sample::Object(fields) => {
            for (name, value) in fields {
                encrypted(value, &format!("{pointer}/{name}"), pointers);
            }
        }
        // One item is in the sample, several may be in the body.
        Sample::List(items) => {
            items.iter().for_each(|item| encrypted(item, &format!("{pointer}/*"), pointers));
        }
        _ => {}
    }
}

/// The fields of a body as items, `a[b]=v`.
fn fields(value: &Sample, name: &str, words: &mut Vec<String>) {
    match value {
        Sample::Object(inside) if !inside.is_empty() => {
            for (field, value) in inside {
                let name = if name.is_empty() { field.clone() } else { format!("{name}[{field}]") };
                fields(value, &name, words);
            }
        }
        value => words.push(item(name, "=", value)),
    }
}

fn item(name: &str, sign: &str, value: &Sample) -> String {
    match value {
        Sample::Encrypted(text) => {
            // The name is one that needs no quotes.
            format!("{name}{sign}\"$(printf %s {} | wechatpay encrypt)\"", quoted(text))
        }
        value => match value.plain() {
            Value::String(text) => quoted(&format!("{name}{sign}{text}")),
            // A header and a query are texts.
            other if sign == "=" => quoted(&format!("{name}:={other}")),
            other => quoted(&format!("{name}{sign}{other}")),
        },
    }
}

/// The meta of an upload, which may have the file's hash in it.
fn meta(meta: &Sample) -> String {
    let text = quoted(&format!("meta:={}", meta.plain()));
    let Value::String(hash) = Sample::FileHash.plain() else { return text };
    text.replace(&hash, "'\"$(sha256sum picture.png | cut -c-64)\"'")
}

/// In single quotes, unless a shell takes it as it is.
pub(super) fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-./:=@,+".contains(c);
    match !text.is_empty() && text.chars().all(is_plain) {
        true => text.to_owned(),
        false => format!("'{}'", text.replace('\'', "'\\''")),
    }
}
