//! What the operating system and OpenSSL say of errors, in the user's language.

use super::language::is_chinese;

const CODE: &str = " (os error ";

/// The system's texts, as Linux and macOS have them.
const SYSTEM: [(&str, &str); 24] = [
    ("No such file or directory", "没有这个文件或目录"),
    ("File exists", "文件已存在"),
    ("Is a directory", "这是目录"),
    ("Not a directory", "不是目录"),
    ("Directory not empty", "目录非空"),
    ("Permission denied", "没有权限"),
    ("Operation not permitted", "不允许此操作"),
    ("Read-only file system", "文件系统只读"),
    ("No space left on device", "磁盘空间不足"),
    ("File too large", "文件过大"),
    ("File name too long", "文件名过长"),
    ("Too many open files", "打开的文件过多"),
    ("Too many levels of symbolic links", "符号链接层数过多"),
    ("Connection refused", "连接被拒绝"),
    ("Connection reset by peer", "连接被对方重置"),
    ("Connection timed out", "连接超时"),
    ("Operation timed out", "操作超时"),
    ("Broken pipe", "管道已关闭"),
    ("Network is unreachable", "网络不可达"),
    ("No route to host", "没有到主机的路由"),
    ("Address already in use", "地址已被占用"),
    ("Can't assign requested address", "无法使用该地址"),
    ("Cannot assign requested address", "无法使用该地址"),
    ("Input/output error", "读写错误"),
];

/// Texts without a code.
const OTHERS: [(&str, &str); 5] = [
    ("failed to lookup address information: Name or service not known", "域名解析失败"),
    (
        "failed to lookup address information: Temporary failure in name resolution",
        "域名解析暂时失败",
    ),
    (
        "failed to lookup address information: nodename nor servname provided, or not known",
        "域名解析失败",
    ),
    (
        "failed to lookup address information: No address associated with hostname",
        "域名没有对应的地址",
    ),
    ("connection closed before message completed", "连接在应答结束前关闭"),
];

/// A message in which others' texts are the user's language and no longer raw.
pub(crate) fn plain(text: &str) -> String {
    let mut text = without_openssl(text);
    if !is_chinese() {
        return text;
    }
    for (english, chinese) in OTHERS {
        text = text.replace(english, chinese);
    }
    for (english, chinese) in SYSTEM {
        text = text.replace(&format!("{english}{CODE}"), &format!("{chinese}{CODE}"));
    }
    let mut parts = text.split(CODE);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + "（系统错误 " + &part.replacen(')', "）", 1))
}

/// `error:0A00010B:SSL routines:ssl3_get_record:wrong version number:file.c:350:` is its reason.
fn without_openssl(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some((start, end, reason)) = openssl(&text) {
        let said = match &*reason {
            "wrong version number" | "packet length too long" | "http request" => say!(
                "the other side does not speak TLS there: is it http, not https?",
                "对方在该端口未使用 TLS：是否应为 http 而非 https？"
            ),
            "certificate verify failed" => {
                say!("its TLS certificate is not trusted", "其 TLS 证书不受信任")
            }
            reason => {
                say!("TLS or a key failed by OpenSSL's `{reason}`", "OpenSSL 报告 `{reason}`")
            }
        };
        let more = text[end..].starts_with(|next: char| next.is_alphanumeric());
        text.replace_range(start..end, &if more { format!("{said}: ") } else { said });
    }
    text
}

/// Where OpenSSL's text is, and its reason.
fn openssl(text: &str) -> Option<(usize, usize, String)> {
    let start = text.match_indices("error:").map(|(at, _)| at).find(|at| {
        let code = text[at + 6..].bytes().take_while(u8::is_ascii_hexdigit).count();
        code == 8 && text[at + 14..].starts_with(':')
    })?;
    let fields: Vec<&str> = text[start + 15..].splitn(5, ':').collect();
    let [_, _, reason, _, rest] = fields[..] else {
        // Without a place in the sources.
        let end = text.len();
        let reason = fields.get(2).or(fields.last())?.trim().to_owned();
        return Some((start, end, reason));
    };
    let line = rest.bytes().take_while(u8::is_ascii_digit).count();
    let colon = usize::from(rest[line..].starts_with(':'));
    let end = text.len() - rest.len() + line + colon;
    Some((start, end, reason.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openssl_is_wrapped() {
        for (raw, said) in [
            (
                "to a:1: error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/r.c:350: [x]",
                "to a:1: the other side does not speak TLS there: is it http, not https? [x]",
            ),
            (
                "error:1E08010C:DECODER routines:OSSL_DECODER_from_bio:unsupported:c.c:1:No key, error:00000001:a:b:c:d.c:2:e",
                "TLS or a key failed by OpenSSL's `unsupported`: No key, TLS or a key failed by OpenSSL's `c`: e",
            ),
            ("no error:here", "no error:here"),
        ] {
            assert_eq!(without_openssl(raw), said);
        }
    }
}
