//! The library's remedies in the command's words: its errors speak to programmers, of methods, and
//! here there are flags, variables and items.

use wechatpay_chain::{Error, Lang};

/// What the library says, and what is said here. A `*` is any text. Longer ones come first, and
/// what is left of a name is replaced by itself.
const REMEDIES: [(&str, &str); 85] = [
    ("take `content_type()` of the same MediaUtil, or leave it out", "leave it out"),
    ("请用同一个 MediaUtil 的 `content_type()`，或不设置", "请不设置"),
    ("bytes: save() it", "bytes: write it to a file by -o"),
    ("字节：请用 save()", "字节：请用 -o 写入文件"),
    ("; if so large a file is meant, raise Download::max_size()", ""),
    ("；若文件确实这么大，请调大 Download::max_size()", ""),
    ("of max_size()", "that a file may have"),
    ("文件超过 max_size() 的", "文件超过上限"),
    ("; if it may take longer, raise Download::total_timeout()", ""),
    ("；若确实需要更久，请调大 Download::total_timeout()", ""),
    (
        "fetch it by client.download_unsigned(address).hash(hash_type, hash_value)",
        "fetch it by another program, and compare its hash",
    ),
    (
        "请用 client.download_unsigned(address).hash(hash_type, hash_value) 下载",
        "请用其他程序下载，并核对哈希",
    ),
    ("begin the chain with the address, client.chain(address)", "begin the path with the address"),
    ("请以该地址开头，client.chain(address)", "请以该地址开头"),
    (
        "add it by platform_key, or use download_certificates",
        "add it by --platform-key (WECHATPAY_PLATFORM_KEY), or give the APIv3 key alone, by which certificates are downloaded",
    ),
    (
        "请通过 platform_key 添加，或使用 download_certificates",
        "请以 --platform-key（WECHATPAY_PLATFORM_KEY）添加，或只给出 APIv3 密钥，以便下载平台证书",
    ),
    (
        "add the current one by platform_key, or use download_certificates",
        "add the current one by --platform-key (WECHATPAY_PLATFORM_KEY)",
    ),
    (
        "请通过 platform_key 添加当前的平台证书，或使用 download_certificates",
        "请以 --platform-key（WECHATPAY_PLATFORM_KEY）给出当前的平台证书",
    ),
    (
        "give the current one by platform_key",
        "give the current one by --platform-key (WECHATPAY_PLATFORM_KEY)",
    ),
    ("请通过 platform_key 传入当前的", "请以 --platform-key（WECHATPAY_PLATFORM_KEY）给出当前的"),
    (
        "or have certificates downloaded by download_certificates",
        "or give the APIv3 key alone, by which certificates are downloaded",
    ),
    ("或通过 download_certificates 下载平台证书", "或只给出 APIv3 密钥，以便下载平台证书"),
    ("platform_key `", "--platform-key `"),
    ("platform_key: ", "--platform-key: "),
    ("platform_key：", "--platform-key："),
    ("a platform_key's id", "the id of --platform-key"),
    ("platform_key 的 ID", "--platform-key 的 ID"),
    (
        "must be encrypted: use client.sensitive()",
        "must be encrypted: see `wechatpay encrypt --help`",
    ),
    ("必须加密：请用 client.sensitive()", "必须加密：请看 `wechatpay encrypt --help`"),
    ("it is at another address: set `base_uri` to", "it is at another address: give --base-uri"),
    ("该接口使用另一个地址：请把 `base_uri` 设为", "该接口使用另一个地址：请给出 --base-uri"),
    ("use from_pem or load", "give the path of a file, and the key in that file"),
    (
        "use from_pem_encrypted or from_file_encrypted, or decrypt it",
        "give its passphrase by WECHATPAY_PRIVATE_KEY_PASSPHRASE_FILE, or decrypt it",
    ),
    ("(use from_file)", "(give that path in its place)"),
    ("(use from_pem)", "(give it as a .pem file)"),
    ("(use load)", "(give the path of a file)"),
    (
        "if it is yours, name it by trust_host(\"*\")",
        "if it is yours, give it as --base-uri (WECHATPAY_BASE_URI)",
    ),
    (
        "name the host in NO_PROXY, or build the client with no_proxy()",
        "unset that variable, or list the host in NO_PROXY",
    ),
    ("build the client with no_proxy()", "unset that variable, or list the host in NO_PROXY"),
    (
        "look at its state by get() and ask again later; of a list of encrypted files, use bills()",
        "look at its state by `wechatpay get` and ask again later; of a list of encrypted files, fetch \
         each by `wechatpay get DOWNLOAD_URL -o FILE`",
    ),
    (
        "get() the response, and download() its address, with hash() if another field has it",
        "look at the response by `wechatpay get`, and fetch its address by `wechatpay get \
         DOWNLOAD_URL -o FILE`",
    ),
    (
        "raise max_response_size(), or fetch a file by `sink` or download()",
        "write it to a file by -o",
    ),
    (
        "give it by platform_key(\"*\", …), and leave out download_certificates()",
        "give it by --platform-key, and its id by --platform-id",
    ),
    (
        "give one by platform_key(), or refresh the downloaded certificates() first",
        "give one by --platform-key (WECHATPAY_PLATFORM_KEY)",
    ),
    ("into the option `query`", "write it as name==value"),
    ("name it by `Multipart::file_as`", "give it a name in UTF-8"),
    ("make a new MediaUtil of it", "send it again"),
    ("take one client.sensitive() for the whole call", "give it once"),
    (
        "give it by secret() of Client::builder()",
        "give it by --apiv2-key-file (WECHATPAY_APIV2_KEY_FILE)",
    ),
    (
        "by merchant_certificate() of Client::builder(), or set `security` to false",
        "by --certificate (WECHATPAY_CERTIFICATE), and its key by --private-key",
    ),
    ("give them by `xml`, such as json!(*)", "give them as items, mch_id=1900000109"),
    (
        "a v2 call has its parameters in `xml`, and no `query`: move them there",
        "a v2 call has no query: write name=value",
    ),
    (
        "请用 Client::builder() 的 secret() 设置",
        "请以 --apiv2-key-file（WECHATPAY_APIV2_KEY_FILE）给出",
    ),
    (
        "请用 Client::builder() 的 merchant_certificate() 给出 apiclient_cert.pem，或把 `security` 设为 false",
        "请以 --certificate（WECHATPAY_CERTIFICATE）给出 apiclient_cert.pem，并以 --private-key 给出其私钥",
    ),
    ("请用 `xml` 给出，例如 json!(*)", "请写成参数项，如 mch_id=1900000109"),
    (
        "v2 调用的参数在 `xml` 中，没有 `query`：请移到 `xml`",
        "v2 调用没有查询参数：请写成 name=value",
    ),
    ("NotificationParser::builder() lacks", "not configured:"),
    ("Client::builder() lacks", "not configured:"),
    ("请使用 from_pem 或 load", "请给出文件的路径，密钥放在该文件中"),
    (
        "请使用 from_pem_encrypted 或 from_file_encrypted，",
        "请以 WECHATPAY_PRIVATE_KEY_PASSPHRASE_FILE 给出口令，",
    ),
    ("（请使用 from_file）", "（请直接给出该路径）"),
    ("，请使用 from_pem", "，请以 .pem 文件给出"),
    ("（请使用 load）", "（请给出文件的路径）"),
    ("请用 trust_host(\"*\") 指定", "请以 --base-uri（WECHATPAY_BASE_URI）给出"),
    (
        "或在 NO_PROXY 中列出该主机，或用 no_proxy() 构建客户端",
        "或取消该变量，或在 NO_PROXY 中列出该主机",
    ),
    ("或用 no_proxy() 构建客户端", "或取消该变量，或在 NO_PROXY 中列出该主机"),
    (
        "请用 get() 查看状态，稍后重试；如果应答是加密文件的列表，请用 bills()",
        "请用 `wechatpay get` 查看状态，稍后重试；如果应答是加密文件的列表，请逐一用 `wechatpay get \
         DOWNLOAD_URL -o FILE` 下载",
    ),
    (
        "请用 get() 取得应答，再用 download() 下载其中的地址；如果另有字段给出摘要，请用 hash() 校验",
        "请用 `wechatpay get` 查看应答，再用 `wechatpay get DOWNLOAD_URL -o FILE` 按地址下载",
    ),
    ("请调大 max_response_size()；若是文件，请用 `sink` 或 download()", "请用 -o 写入文件"),
    (
        "通过 platform_key(\"*\", …) 传入，并去掉 download_certificates()",
        "以 --platform-key 给出，并以 --platform-id 给出其 ID",
    ),
    (
        "请通过 platform_key() 传入，或先用 certificates() 的 refresh() 下载",
        "请以 --platform-key（WECHATPAY_PLATFORM_KEY）给出",
    ),
    ("或放入选项 `query`", "或写成 name==value"),
    ("请用 `Multipart::file_as` 指定", "请改用 UTF-8 文件名"),
    ("请重新创建 MediaUtil", "请重新发送"),
    ("整个调用请使用同一个 client.sensitive()", "请只给出一次"),
    ("NotificationParser::builder() 缺少 ", "尚未配置："),
    ("Client::builder() 缺少 ", "尚未配置："),
    ("root_certificate()", "--root-certificate (WECHATPAY_ROOT_CERTIFICATE)"),
    ("download_certificates()", "--apiv3-key-file"),
    ("merchant_certificate()", "--certificate"),
    ("platform_key()", "--platform-key"),
    ("private_key()", "--private-key"),
    ("apiv3_key()", "--apiv3-key-file"),
    ("serial()", "--serial"),
    ("mchid()", "--mchid"),
];

/// An error of the library's, in the user's language and the command's words.
pub(crate) fn said_here(error: &Error) -> String {
    in_our_words(&error.localized(Lang::from_env()))
}

pub(crate) fn in_our_words(text: &str) -> String {
    let mut text = text.to_owned();
    for (theirs, ours) in REMEDIES {
        while let Some((start, end)) = find(&text, theirs) {
            text.replace_range(start..end, ours);
        }
    }
    text
}

fn find(text: &str, theirs: &str) -> Option<(usize, usize)> {
    let (begin, end) = theirs.split_once('*').unwrap_or((theirs, ""));
    let start = text.find(begin)?;
    let after = start + begin.len();
    Some((start, after + text[after..].find(end)? + end.len()))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::*;

    /// The library's sources, their literals on one line.
    fn files(folder: &Path) -> Vec<(PathBuf, String)> {
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files(&path));
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                let mut parts = text.split("\\\n");
                let first = parts.next().unwrap().to_owned();
                found.push((path, parts.fold(first, |text, part| text + part.trim_start())));
            }
        }
        found
    }

    /// A remedy that the library words anew would no longer be recognised.
    #[test]
    fn the_library_speaks_so() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src");
        let text: String = files(&root).into_iter().map(|(_, text)| text).collect();
        let text = text.replace("\\\"", "\"");
        for (theirs, ours) in REMEDIES {
            assert!(find(&text, theirs).is_some(), "the library says no longer: {theirs}");
            assert!(find(ours, theirs).is_none(), "{ours}");
        }
    }

    /// What the command does not use, or its user cannot cause.
    const UNUSED: [&str; 17] = [
        "bill/",
        "certificates/",
        "chain/",
        "client.rs",
        "config/build.rs",
        "download/bills.rs",
        "middleware/sign.rs",
        "pipeline/open.rs",
        "sensitive.rs",
        "transport/hosts.rs",
        "multipart/",
        "notification/",
        "options/",
        "payment/",
        "promise/",
        "resend/",
        "runtime/",
    ];

    #[test]
    fn no_method_of_the_library_is_named() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src");
        let (mut checked, mut named) = (0, Vec::new());
        for (name, text) in files(&root) {
            let name = name.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            if name.starts_with("gateway/") || UNUSED.iter().any(|unused| name.starts_with(unused))
            {
                continue;
            }
            let text = text.split("#[cfg(test)]").next().unwrap();
            let text = text.replace("\\\"", "\u{1}");
            for message in text.split("say!(").skip(1) {
                // English and Chinese.
                let literals: Vec<_> = message.split('"').skip(1).step_by(2).take(2).collect();
                let said = in_our_words(&literals.join("\n").replace('\u{1}', "\""));
                let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                let method =
                    said.match_indices("()").any(|(at, _)| is_word(said.as_bytes()[at - 1]));
                if method || said.contains("builder") {
                    named.push(format!("{name}: {said}"));
                }
                checked += 1;
            }
        }
        assert!(named.is_empty(), "{named:#?}");
        assert!(checked > 200, "{checked}");
    }

    #[test]
    fn what_was_given_stays() {
        let said = "may not go to `a.b:1`; if it is yours, name it by trust_host(\"a.b:1\")!";
        let here =
            "may not go to `a.b:1`; if it is yours, give it as --base-uri (WECHATPAY_BASE_URI)!";
        assert_eq!(in_our_words(said), here);
        let said = "不能发往 `a.b:1`；如果是自己的主机，请用 trust_host(\"a.b:1\") 指定";
        let here = "不能发往 `a.b:1`；如果是自己的主机，请以 --base-uri（WECHATPAY_BASE_URI）给出";
        assert_eq!(in_our_words(said), here);
        assert_eq!(in_our_words("400 PARAM_ERROR: 参数错误"), "400 PARAM_ERROR: 参数错误");
    }
}
