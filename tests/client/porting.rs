//! The porting guide: it names every public symbol of PHP's wrapper, its Rust lines stand in code
//! that is compiled, and the ports that it shows are those that run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const GUIDES: [&str; 2] = ["docs/porting.md", "docs/porting.zh-CN.md"];

/// The public symbols of `wechatpay/wechatpay` 1.4.12, file by file.
const SYMBOLS: &[&str] = &[
    "Builder::factory BuilderChainable::getDriver setDriver BuilderChainable::chain",
    "BuilderChainable::get put post patch delete",
    "BuilderChainable::getAsync putAsync postAsync patchAsync deleteAsync",
    "ClientDecorator ClientDecoratorInterface::select ClientDecoratorInterface::request",
    "ClientDecoratorInterface::requestAsync ClientDecoratorInterface::VERSION XML_BASED JSON_BASED",
    "ClientJsonTrait::signer ClientJsonTrait::verifier ClientJsonTrait::jsonBased",
    "MAXIMUM_CLOCK_OFFSET WechatpayNonce WechatpaySerial WechatpaySignature WechatpayTimestamp",
    "WechatpayStatementSha1 ClientXmlTrait::transformRequest ClientXmlTrait::transformResponse",
    "ClientXmlTrait::xmlBased Transformer::toArray Transformer::sanitize Transformer::toXml",
    "Formatter::nonce Formatter::timestamp Formatter::authorization Formatter::request",
    "Formatter::response Formatter::joinedByLineFeed Formatter::ksort Formatter::queryStringLike",
    "Rsa::KEY_TYPE_PUBLIC Rsa::KEY_TYPE_PRIVATE Rsa::pkcs1ToSpki Rsa::fromPkcs8 Rsa::fromPkcs1",
    "Rsa::fromSpki Rsa::from Rsa::encrypt Rsa::verify Rsa::sign Rsa::decrypt",
    "AesInterface::BLOCK_SIZE KEY_LENGTH_BYTE AUTH_TAG_LENGTH_BYTE ALGO_AES_256_GCM",
    "ALGO_AES_256_ECB AesGcm::encrypt AesGcm::decrypt AesEcb::encrypt AesEcb::decrypt",
    "Hash::ALGO_MD5 Hash::ALGO_HMAC_SHA256 Hash::md5 Hash::hmac Hash::equals Hash::sign",
    "PemUtil::loadPrivateKey PemUtil::loadPrivateKeyFromString PemUtil::loadCertificate",
    "PemUtil::loadCertificateFromString PemUtil::parseCertificateSerialNo",
    "MediaUtil setMeta getMeta getStream getContentType",
    "Exception\\InvalidArgumentException Exception\\WeChatPayException",
    "DEP_XML_PROTOCOL_IS_REACHABLE_EOL ERR_INIT_MCHID_IS_MANDATORY ERR_INIT_SERIAL_IS_MANDATORY",
    "ERR_INIT_PRIVATEKEY_IS_MANDATORY ERR_INIT_CERTS_IS_MANDATORY ERR_INIT_CERTS_EXCLUDE_MCHSERIAL",
    "EV2_REQ_XML_NOTMATCHED_MCHID EV3_RES_HEADERS_INCOMPLETE EV3_RES_HEADER_TIMESTAMP_OFFSET",
    "EV3_RES_HEADER_PLATFORM_SERIAL EV3_RES_HEADER_SIGNATURE_DIGEST",
];

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The contents of the fenced blocks in this language.
fn blocks<'g>(guide: &'g str, language: &str) -> Vec<&'g str> {
    let fence = format!("\n```{language}\n");
    let block = |block: &'g str| block.split_once("\n```").map_or(block, |(code, _)| code);
    guide.split(fence.as_str()).skip(1).map(block).collect()
}

/// What stands between backticks.
fn spans(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn without_blocks(guide: &str) -> String {
    guide.split("\n```").step_by(2).collect()
}

/// Whether the words of a text are the same, wherever its lines break.
fn words(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_symbol_of_phps_has_a_line() {
    for path in GUIDES {
        let guide = without_blocks(&read(path));
        let spans = spans(&guide);
        let boundary = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        for symbol in SYMBOLS.iter().flat_map(|line| line.split(' ')) {
            let named = spans.iter().any(|span| {
                span.match_indices(symbol).any(|(at, _)| boundary(&span[at + symbol.len()..]))
            });
            assert!(named, "{path} does not name {symbol}");
        }
    }
}

#[test]
fn every_line_of_the_tables_is_compiled() {
    for path in GUIDES {
        let guide = read(path);
        let mut lines = 0;
        for section in guide.split("\n## ") {
            let code = words(&blocks(section, "rust").join("\n"));
            let rows = section.lines().filter(|line| line.starts_with("| "));
            for row in rows {
                let row = row.replace("\\|", "\u{0}");
                let cell = row.split('|').nth(2).expect("two cells").replace('\u{0}', "|");
                for line in spans(&cell) {
                    assert!(code.contains(&words(line)), "{path}: `{line}` is not compiled");
                    lines += 1;
                }
            }
        }
        assert!(lines > 70, "{path}: only {lines} lines were found");
    }
}

#[test]
fn the_ports_that_are_shown_are_those_that_run() {
    for path in GUIDES {
        let guide = read(path);
        let mut shown = BTreeSet::new();
        for section in guide.split("\n## ").filter(|section| section.contains("../examples/port_"))
        {
            let (_, rest) = section.split_once("../examples/").expect("it was looked for");
            let (name, _) = rest.split_once(')').expect("a link ends");
            assert_eq!(blocks(section, "php").len(), 1, "{path}: {name}");
            let port = blocks(section, "rust").first().copied().expect("PHP has its port");
            let (_uses, functions) = port.split_once("\n\n").expect("uses, then functions");
            let example = read(&format!("examples/{name}"));
            for function in functions.split("\n\nfn ") {
                assert!(example.contains(function), "{path}: {name} does not have\n{function}");
            }
            shown.insert(name.to_owned());
        }
        let there = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("examples"));
        let names =
            there.expect("examples/").filter_map(|file| file.ok()?.file_name().into_string().ok());
        let ports: BTreeSet<_> = names.filter(|name| name.starts_with("port_")).collect();
        assert_eq!(shown, ports, "{path}");
        assert_eq!(ports.len(), 8);
    }
}

#[test]
fn both_languages_have_the_same_code() {
    // The comments are translated.
    let code = |block: &str| -> String {
        block.lines().filter(|line| !line.trim_start().starts_with("//")).collect()
    };
    for names in [GUIDES, ["README.md", "README.zh-CN.md"]] {
        let [english, chinese] = names.map(read);
        for language in ["rust", "php", "sh", "toml"] {
            let (english, chinese) = (blocks(&english, language), blocks(&chinese, language));
            assert_eq!(english.len(), chinese.len(), "{names:?}: {language}");
            for (english, chinese) in english.into_iter().zip(chinese) {
                assert_eq!(code(english), code(chinese), "{names:?}");
            }
        }
    }
}
