//! Uploads that arrive: what is signed, what is sent, by each way to make one.

use crate::support;

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use http::Method;
use serde_json::{Value, json};
use wechatpay_chain::gateway::ReceivedRequest;
use wechatpay_chain::{
    Client, ErrorKind, Gateway, MediaUtil, Multipart, Options, Outcome, Response, ResponseExt,
};

use support::folder::Folder;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n--not a boundary\r\n";

/// The gateway, and a client of it. It tells the length of each upload.
fn gateway() -> (Gateway, Client) {
    let gateway = support::gateway();
    for path in ["/v3/merchant/media/upload", "/v3/merchant/media/video_upload"] {
        gateway.on(Method::POST, path, |request| json!({"media_id": request.body().len()}));
    }
    let client = gateway.client().unwrap();
    (gateway, client)
}

/// PHP's line.
fn upload(client: &Client, media: &MediaUtil) -> Result<Response, wechatpay_chain::Error> {
    client
        .chain("v3/merchant/media/upload")
        .post(Options::new().body(media.stream()).header("Content-Type", media.content_type()))
}

/// All of PHP's documented uploads are written so.
#[test]
fn a_path_may_have_file_before_it() {
    let (gateway, client) = gateway();
    let dir = Folder::new();
    // Nothing is percent-decoded, as in PHP.
    let path = dir.at("100%25 门店 %41.png");
    std::fs::write(&path, PNG).unwrap();
    let plain = path.to_str().unwrap();
    let plain_media = MediaUtil::new(&path).unwrap();
    for uri in [
        format!("file://{plain}"),
        format!("FILE://{plain}"),
        format!("file://localhost{plain}"),
        format!("File://LocalHost{plain}"),
    ] {
        for media in [MediaUtil::new(&uri).unwrap(), MediaUtil::new_async(&uri).wait().unwrap()] {
            assert_eq!(media.filename(), "100%25 门店 %41.png");
            assert_eq!(media.meta(), plain_media.meta());
            upload(&client, &media).unwrap();
            assert_eq!(arrived(&gateway)[1].1, PNG, "{uri}");
        }
    }
    for wrong in
        ["file://shop.png", "file://./shop.png", "file://", "file:///", "file://host/a.png"]
    {
        let error = MediaUtil::new(wrong).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Options, "{error}");
        assert!(error.to_string().contains(&format!("`{wrong}`")), "{error}");
        assert!(error.to_string().contains("file:///path/to/shop.png"), "{error}");
    }
    let error = MediaUtil::new("file:///no/such.png").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Io, "{error}");
    assert!(error.to_string().contains("`/no/such.png`"), "{error}");
}

/// The parts of a body as it came: heads and contents.
fn parts(request: &ReceivedRequest) -> Vec<(String, Vec<u8>)> {
    let type_ = request.headers()["content-type"].to_str().unwrap();
    let boundary = type_.strip_prefix("multipart/form-data; boundary=").unwrap();
    let body = request.body();
    let delimiter = format!("--{boundary}");
    let find = |from: usize, what: &[u8]| {
        body[from..].windows(what.len()).position(|window| window == what).map(|at| from + at)
    };
    let mut parts = Vec::new();
    let mut at = 0;
    while !body[at + delimiter.len()..].starts_with(b"--") {
        let head = at + delimiter.len() + 2;
        let contents = find(head, b"\r\n\r\n").unwrap() + 4;
        at = find(contents, delimiter.as_bytes()).unwrap();
        let head = String::from_utf8(body[head..contents - 4].to_vec()).unwrap();
        parts.push((head, body[contents..at - 2].to_vec()));
    }
    assert_eq!(&body[at..], format!("{delimiter}--\r\n").as_bytes());
    parts
}

/// The last request, which the gateway found signed over its meta.
fn arrived(gateway: &Gateway) -> Vec<(String, Vec<u8>)> {
    let request = gateway.requests().pop().unwrap();
    assert!(request.verified());
    assert_eq!(request.headers()["content-length"], request.body().len().to_string().as_str());
    assert_eq!(request.headers().get("transfer-encoding"), None);
    parts(&request)
}

#[test]
fn an_image_arrives_by_phps_line() {
    let (folder, (gateway, client)) = (Folder::new(), gateway());
    let media = MediaUtil::new(folder.file("shop.png", PNG)).unwrap();
    for _ in 0..2 {
        // A second time, too: each call gets a stream of its own.
        let answer: Value = upload(&client, &media).unwrap().json().unwrap();
        assert!(answer["media_id"].as_u64().unwrap() > PNG.len() as u64);
        let [meta, file] = &arrived(&gateway)[..] else { panic!("two parts") };
        assert_eq!(meta.1, media.meta().as_bytes());
        assert_eq!(
            media.meta(),
            format!("{{\"filename\":\"shop.png\",\"sha256\":\"{}\"}}", media.sha256())
        );
        assert_eq!(
            file.0,
            format!(
                "Content-Disposition: form-data; name=\"file\"; filename=\"shop.png\"\r\n\
                 Content-Length: {}\r\nContent-Type: image/png",
                PNG.len()
            )
        );
        assert_eq!(file.1, PNG);
    }
}

#[test]
fn a_video_and_an_empty_file_arrive_and_the_type_need_not_be_named() {
    let (folder, (gateway, client)) = (Folder::new(), gateway());
    let video: Vec<u8> = (0..3_000_001_u32).map(|n| (n % 251) as u8).collect();
    for contents in [&video[..], &[]] {
        let mut media = MediaUtil::new(folder.file("v.MP4", contents)).unwrap();
        media.set_meta(json!({"bank_type": "CFT", "filename": "v.MP4", "sha256": media.sha256()}));
        client
            .chain("v3/merchant/media/video_upload")
            .post(Options::new().body(media.stream()))
            .unwrap();
        let arrived = arrived(&gateway);
        assert_eq!(arrived[0].1, media.meta().as_bytes());
        assert!(arrived[1].0.ends_with("Content-Type: video/mp4"), "{}", arrived[1].0);
        assert_eq!(arrived[1].0.contains("Content-Length"), !contents.is_empty());
        assert!(arrived[1].1 == contents, "the file's bytes differ");
        assert_eq!(media.size(), contents.len() as u64);
    }
}

#[test]
fn names_of_any_kind_arrive() {
    let (folder, (gateway, client)) = (Folder::new(), gateway());
    for (name, in_head, in_meta) in [
        ("中文 图.png", "中文 图.png", r"\u4e2d\u6587 \u56fe.png"),
        ("😀.png", "😀.png", r"\ud83d\ude00.png"),
        ("a\"b.png", "a%22b.png", r#"a\"b.png"#),
        (r"a\b.png", r"a\b.png", r"a\\b.png"),
        (r"a\", r"a\", r"a\\"),
        ("a\r\nb: c.png", "a%0D%0Ab: c.png", r"a\r\nb: c.png"),
        ("a;name=\"meta\".png", "a;name=%22meta%22.png", r#"a;name=\"meta\".png"#),
    ] {
        let mut ways = vec![MediaUtil::from_bytes(format!("ignored/{name}"), PNG)];
        // Windows has no such names for files.
        if cfg!(unix) {
            ways.push(MediaUtil::new(folder.file(name, PNG)).unwrap());
        }
        for media in ways {
            assert_eq!(media.filename(), name);
            upload(&client, &media).unwrap();
            let [meta, file] = &arrived(&gateway)[..] else { panic!("two parts of {name}") };
            let expected =
                format!("{{\"filename\":\"{in_meta}\",\"sha256\":\"{}\"}}", media.sha256());
            assert_eq!(String::from_utf8_lossy(&meta.1), expected);
            let back: Value = serde_json::from_slice(&meta.1).unwrap();
            assert_eq!(back["filename"], name);
            let head = file.0.lines().next().unwrap();
            assert_eq!(
                head,
                format!("Content-Disposition: form-data; name=\"file\"; filename=\"{in_head}\"")
            );
            assert_eq!(file.1, PNG);
        }
    }
}

#[test]
fn any_meta_is_signed_as_it_is() {
    let (gateway, client) = gateway();
    let mut media = MediaUtil::from_bytes("a.csv", "x");
    let nested = json!({"file_name": "中/a", "amount": 10.0, "list": [null, true, "\u{1}\u{7f}"]});
    for (meta, written) in [
        (
            nested,
            "{\"file_name\":\"\\u4e2d\\/a\",\"amount\":10,\"list\":[null,true,\"\\u0001\u{7f}\"]}",
        ),
        (json!({"digest": "d"}), r#"{"digest":"d"}"#),
        (json!({}), "{}"),
        // As PHP's setMeta takes it.
        (json!(r#"{"a" : "中\n"}"#), r#"{"a" : "中\n"}"#),
    ] {
        media.set_meta(meta);
        assert_eq!(media.meta(), written);
        upload(&client, &media).unwrap();
        assert_eq!(arrived(&gateway)[0].1, written.as_bytes());
    }
    media.set_meta(json!("file_name"));
    let error = upload(&client, &media).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Options, Outcome::NotSent));
    assert!(error.to_string().contains("the meta is a string, but not of JSON"), "{error}");
    assert_eq!(gateway.requests().len(), 4);
}

/// What `multipart` and its kin send: the contents of each part, and the file's head.
fn sent(options: impl Into<Options>) -> (Vec<Vec<u8>>, String) {
    let (gateway, client) = gateway();
    client.chain("v3/merchant/media/upload").post(options).unwrap();
    let mut arrived = arrived(&gateway);
    let contents = arrived.iter().map(|(_, contents)| contents.clone()).collect();
    (contents, arrived.pop().unwrap().0)
}

#[test]
fn every_way_to_name_a_file_sends_the_same() {
    let folder = Folder::new();
    let large: Vec<u8> = PNG.iter().copied().cycle().take(400_000).collect();
    let path = folder.file("a.png", &large);
    let meta = json!({"filename": "a.png", "sha256": "0"});
    let text = meta.to_string();
    let list = json!([{"name": "meta", "contents": text}]);
    let with_path = json!([list[0], {"name": "file", "path": path}]);
    let temporary = folder.file("upload-7f3a", &large);
    let renamed = json!([list[0], {"name": "file", "path": temporary, "filename": "x/a.png"}]);
    let body = |multipart: Multipart| Options::new().body(multipart);
    let all = [
        sent(json!({"multipart": with_path})),
        sent(json!({"multipart": renamed})),
        sent(Options::new().multipart(&list).multipart_file("file", &path)),
        sent(Options::new().multipart_file("file", &path).multipart(&list)),
        sent(Options::from(json!({"multipart": list})).multipart_file("file", &path)),
        sent(body(Multipart::new().json("meta", meta.clone()).file("file", &path))),
        sent(body(Multipart::new().text("meta", &text).file_as("file", "a.png", &temporary))),
        sent(body(Multipart::new().text("meta", &text).bytes("file", "a.png", large.clone()))),
    ];
    for (contents, head) in &all {
        assert!(contents[..] == [text.as_bytes().to_vec(), large.clone()], "{head}");
        assert_eq!(
            head,
            "Content-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\
             Content-Length: 400000\r\nContent-Type: image/png"
        );
    }
}

#[test]
fn without_a_meta_the_whole_body_is_signed() {
    let folder = Folder::new();
    let path = folder.file("a.txt", b"text");
    let (contents, _) =
        sent(Options::new().multipart_file("one", &path).multipart_file("two", &path));
    assert_eq!(contents, [b"text", b"text"]);
}

#[test]
fn progress_ends_at_the_length_of_the_body() {
    let (folder, (gateway, client)) = (Folder::new(), gateway());
    let large = vec![7; 1_000_000];
    let calls: Arc<Mutex<Vec<(u64, u64)>>> = Arc::default();
    let note = |calls: &Arc<Mutex<Vec<_>>>| {
        let calls = Arc::clone(calls);
        move |sent, total| calls.lock().unwrap().push((sent, total))
    };
    let mut of_file = MediaUtil::new(folder.file("a.png", &large)).unwrap();
    let mut of_bytes = MediaUtil::from_bytes("a.png", large.clone());
    of_file.progress(note(&calls));
    of_bytes.progress(note(&calls));
    let multipart =
        Multipart::new().json("meta", json!({})).file("file", folder.path().join("a.png"));
    let bodies = [of_file.stream(), of_bytes.stream(), multipart.progress(note(&calls)).into()];
    for body in bodies {
        client.chain("v3/merchant/media/upload").post(Options::new().body(body)).unwrap();
        let calls = std::mem::take(&mut *calls.lock().unwrap());
        let length = gateway.requests().pop().unwrap().body().len() as u64;
        assert!(calls.iter().all(|(_, total)| *total == length), "{calls:?}");
        assert!(calls.windows(2).all(|pair| pair[0].0 < pair[1].0), "{calls:?}");
        assert_eq!(calls.last(), Some(&(length, length)));
        assert!(calls.len() >= 1_000_000 / (128 * 1024), "{calls:?}");
    }
}

#[test]
fn mistakes_are_told_before_anything_is_sent() {
    let (folder, (gateway, client)) = (Folder::new(), gateway());
    let path = folder.file("a.png", PNG);
    let missing = folder.path().join("none.png");
    let media = MediaUtil::new(&path).unwrap();
    let type_of_another = MediaUtil::from_bytes("a", "");
    let file = |path: PathBuf| Multipart::new().json("meta", json!({})).file("file", path);
    let part = |part: Value| Options::from(json!({"multipart": [part]}));
    for (options, kind, said) in [
        (
            Options::new()
                .body(media.stream())
                .header("content-type", type_of_another.content_type()),
            ErrorKind::Options,
            "`content_type()` of the same MediaUtil",
        ),
        (Options::new().body(file(missing.clone())), ErrorKind::Io, "none.png` can't be read"),
        (Options::new().body(file(folder.path().to_owned())), ErrorKind::Io, "not a regular file"),
        (Options::new().body(file("/".into())), ErrorKind::Options, "no file name"),
        (Options::new().multipart_file("file", &missing), ErrorKind::Io, "none.png` can't be read"),
        (
            Options::new().multipart_file("meta", &path),
            ErrorKind::Options,
            "the part `meta` is a file",
        ),
        (
            Options::new().body(Multipart::new().text("meta", "{}").text("meta", "{}")),
            ErrorKind::Options,
            "two parts are named `meta`",
        ),
        (
            Options::new().body("x").multipart_file("file", &path),
            ErrorKind::Options,
            "`body` and `multipart`",
        ),
        (
            part(json!({"name": "a", "path": "b", "contents": "c"})),
            ErrorKind::Options,
            "`multipart.0` has both",
        ),
        (part(json!({"name": "a"})), ErrorKind::Options, "the `path` of a file"),
        (
            part(json!({"name": "a", "path": 1})),
            ErrorKind::Options,
            "`multipart.0.path` is a number",
        ),
        (part(json!({"name": "a", "path": missing})), ErrorKind::Io, "none.png` can't be read"),
    ] {
        let error = client.chain("v3/merchant/media/upload").post(options).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains(said), "{said}: {error}");
    }
    assert_eq!(gateway.requests().len(), 0);
    for path in [missing, folder.path().to_owned()] {
        let error = MediaUtil::new(&path).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Io, Outcome::Unknown));
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
    let error = MediaUtil::new("..").unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Options, "{error}");
}
