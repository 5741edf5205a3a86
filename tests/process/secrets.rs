//! No key, secret or Authorization in what the crate shows: logs, `Debug`, `Display`, errors.

use crate::support;

use std::process::{Command, Output};

use serde_json::json;
use wechatpay_chain::{
    AesEcb, AesGcm, BoxError, BoxFuture, Error, Hash, MediaUtil, NotificationParser, Options,
    PemUtil, PrivateKey, PublicKey, Rsa, SignInput, Signer, payment,
};

use support::folder::Folder;
use support::keys::{self, Keys, PLATFORM_SERIAL};
use support::log::Log;
use support::server::{Reply, Server, answer};
use support::watch;

const APIV3_KEY: &str = "0123456789abcdef0123456789ABCDEF";
const APIV2_KEY: &str = "exposed_your_key_here_have_risks";
const PASSPHRASE: &str = "correct horse battery staple";

/// A line of the merchant's key, from its secret half.
fn line_of_key() -> String {
    let pem = String::from_utf8(Keys::shared().merchant_private_pem.clone()).unwrap();
    pem.lines().nth(20).unwrap().to_owned()
}

/// Not run by itself: it leaks, in a process of its own, what the test below names.
#[test]
#[ignore = "run by the_watch_is_awake"]
fn leak() {
    let key = line_of_key();
    watch::secret(PASSPHRASE);
    match std::env::var("LEAK").unwrap_or_default().as_str() {
        "key" => tracing::trace!("{key}"),
        "field" => tracing::debug!(key, "a field"),
        "span" => drop(tracing::trace_span!("a span", %key)),
        "apiv3" => tracing::info!(target: "hyper", "{APIV3_KEY}"),
        "bytes" => tracing::info!("{:?}", PASSPHRASE.as_bytes()),
        "authorization" => {
            let value = wechatpay_chain::Formatter::authorization("1", "n", "c2ln", 1, "s");
            std::thread::spawn(move || tracing::error!("{value}")).join().unwrap();
        }
        "scoped" => tracing::dispatcher::with_default(&Log::default().dispatch(), || {
            tracing::trace!("{key}");
        }),
        "client" => {
            let server = Server::start(|_| Reply::ok("{}"));
            let leaks = support::recorder::changing(move |_| tracing::trace!("{key}"));
            let client = support::builder(&server).layer(leaks).build().unwrap();
            client.chain("v3/t").get(()).unwrap();
        }
        _ => tracing::info!("nothing"),
    }
}

fn leaking(what: &str) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "secrets::leak", "--ignored"]).env("LEAK", what).output().unwrap()
}

#[test]
fn the_watch_is_awake() {
    let quiet = leaking("nothing");
    assert!(quiet.status.success(), "{quiet:?}");
    for what in ["key", "field", "span", "apiv3", "bytes", "authorization", "scoped", "client"] {
        let output = leaking(what);
        assert!(!output.status.success(), "{what} was not noticed");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("A SECRET CAME OUT") && said.contains("<SECRET>"), "{what}: {said}");
        assert!(!said.contains(APIV3_KEY), "{what}: {said}");
    }
}

/// The exchange is told by `debug`, and neither the signature nor any other header's value is.
#[test]
fn a_debugged_call_shows_no_authorization() {
    let server = Server::start(|seen| match seen.target.as_str() {
        "/v3/refused" => Reply::Signed(400, b"{\"code\":\"X\",\"message\":\"y\"}".to_vec()),
        "/v3/unsigned" => Reply::Raw(answer(200, "Set-Cookie: hunter2-cookie\r\n", b"{}")),
        _ => Reply::ok("{}"),
    });
    let client = support::builder(&server).apiv3_key(APIV3_KEY).build().unwrap();
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        for path in ["v3/t", "v3/refused", "v3/unsigned"] {
            let options =
                json!({"debug": true, "json": {"a": 1}, "headers": {"X-Token": "hunter2-token"}});
            let _ = client.chain(path).post(options);
        }
        let media = MediaUtil::new("Cargo.toml").unwrap();
        let upload = Options::new().body(media.stream()).debug(true);
        client.chain("v3/merchant/media/upload").post(upload).unwrap();
    });
    let requests = server.requests();
    assert_eq!(requests.len(), 4);
    for seen in requests {
        let signature = seen.authorization("signature");
        assert!(!log.text().contains(&signature[..40]), "{}", log.text());
        assert!(log.text().contains(&seen.authorization("nonce_str")), "{}", log.text());
    }
    assert!(!log.text().contains("hunter2"), "{}", log.text());
}

/// `debug` of APIv2: the text that was signed, neither the key nor the signature, in a body or in a
/// query, in a response or in an error.
#[test]
fn a_debugged_call_of_apiv2_shows_no_signature() {
    watch::secret(APIV2_KEY);
    let server = Server::start(|seen| {
        let body = match seen.target.as_str() {
            "/pay/x" => {
                "<xml><return_code>FAIL</return_code><return_msg>no</return_msg>\
                 <sign>hunter2-sign</sign></xml>"
            }
            "/cut" => "<xml><sign>hunter2-sign</sign>",
            _ => {
                "<xml><return_code>SUCCESS</return_code><sandbox_signkey>hunter2-key\
                 </sandbox_signkey><access_token>hunter2-token</access_token></xml>"
            }
        };
        Reply::Raw(answer(200, "", body.as_bytes()))
    });
    let client = support::builder(&server).secret(APIV2_KEY).build().unwrap();
    let parameters = json!({"mch_id": keys::MCHID, "nonce_str": "n", "b": "c d", "empty": ""});
    let log = Log::default();
    tracing::dispatcher::with_default(&log.dispatch(), || {
        for path in ["v2/pay/x", "v2/cut", "v2/xdc/apiv2getsignkey/sign/getsignkey"] {
            let options = json!({"debug": true, "xml": parameters.clone()});
            for result in
                [client.chain(path).post(options.clone()), client.chain(path).get(options.clone())]
            {
                let error = result.err().map(|error| format!("{error} {error:?}"));
                let error = error.unwrap_or_default();
                assert!(!error.contains("hunter2"), "{error}");
                watch::inspect(error.as_bytes());
            }
        }
    });
    let text = log.text();
    let mchid = keys::MCHID;
    let signed = format!("message_to_sign=b=c d&mch_id={mchid}&nonce_str=n&key=(omitted)");
    assert_eq!(text.matches(&signed).count(), 6, "{text}");
    assert!(!text.contains("hunter2"), "{text}");
    for seen in server.requests() {
        let sent = String::from_utf8_lossy(&seen.body).into_owned() + &seen.target;
        let after = sent.split_once("<sign>").or_else(|| sent.split_once("&sign="));
        let sign = &after.unwrap().1[..32];
        assert!(sign.bytes().all(|byte| byte.is_ascii_hexdigit()), "{sent}");
        assert!(!text.contains(sign), "{text}");
    }
}

#[test]
fn no_public_type_shows_a_secret() {
    watch::secret(PASSPHRASE);
    let keys = Keys::shared();
    let key = PrivateKey::from_pem(&keys.merchant_private_pem).unwrap();
    let public = PublicKey::from_pem(&keys.platform_public_pem).unwrap();
    let server = Server::start(|_| Reply::ok("{}"));
    let builder = support::builder(&server).apiv3_key(APIV3_KEY);
    let client = builder.download_certificates(Default::default()).build().unwrap();
    let parser = NotificationParser::builder()
        .platform_key(PLATFORM_SERIAL, keys::platform_certificate())
        .apiv3_key("1900000109", APIV3_KEY)
        .build()
        .unwrap();
    watch::secret(APIV2_KEY);
    let v2 = support::builder(&server).secret(APIV2_KEY).build().unwrap();
    let xml = Options::new().xml(json!({"sub_key": PASSPHRASE}));
    let notice = "<xml><sign>x</sign></xml>";
    let chain = client.chain("v3/t?token=hunter2");
    let options = Options::new().json(json!({"key": PASSPHRASE})).header("X-Token", PASSPHRASE);
    let body = wechatpay_chain::Body::from(PASSPHRASE);
    let multipart = wechatpay_chain::Multipart::new().text("key", PASSPHRASE);
    let sensitive = client.sensitive().unwrap();
    let jsapi = payment::JsapiPayment::new("wx1", "p");
    let promise = client.chain("v3/t").get_async(());
    let shown = [
        format!("{key:?} {key:#?} {public:?}"),
        format!("{client:?} {:?} {client:#?}", client.clone()),
        format!("{chain:?} {:?}", client.chain("v3/billdownload/file?token=hunter2").download(())),
        format!("{options:?} {options:#?} {body:?} {multipart:?} {promise:?}"),
        format!("{parser:?} {:?}", client.notifications().unwrap()),
        format!("{v2:?} {:?} {xml:?}", v2.v2_notifications().unwrap()),
        format!("{:?}", v2.v2_notifications().unwrap().parse(notice).unwrap_err()),
        format!("{sensitive:?} {:?}", sensitive.encrypt(PASSPHRASE).unwrap()),
        format!("{:?} {jsapi:?} {:?}", client.certificates(), jsapi.clone().sign(&key).unwrap()),
        format!("{Rsa:?} {AesGcm:?} {AesEcb:?} {Hash:?} {PemUtil:?}"),
    ];
    for shown in shown {
        watch::inspect(shown.as_bytes());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    #[cfg(feature = "gateway")]
    watch::inspect(format!("{:?}", support::gateway()).as_bytes());
}

/// Takes the secret for everything that it is not.
#[test]
fn no_error_shows_a_secret() {
    watch::secret(PASSPHRASE);
    watch::secret(APIV2_KEY);
    let keys = Keys::shared();
    let pem = String::from_utf8(keys.merchant_private_pem.clone()).unwrap();
    let key = PrivateKey::from_pem(&pem).unwrap();
    let one_line = pem.replace('\n', "");
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let cut = pem.lines().take(20).collect::<Vec<_>>().join("\n");
    let encrypted = keys.merchant.private_key_to_pem_pkcs8_passphrase(
        openssl::symm::Cipher::aes_256_cbc(),
        PASSPHRASE.as_bytes(),
    );
    let encrypted = encrypted.unwrap();
    let folder = Folder::new();
    let file = folder.file("apiclient_key.pem", &cut);
    let mut failed: Vec<(&str, Error)> = Vec::new();
    let mut fails = |name, result: Result<(), Error>| failed.push((name, result.expect_err(name)));
    fails("a key cut off", PrivateKey::from_pem(&cut).map(drop));
    fails("its file", PrivateKey::from_file(&file).map(drop));
    fails("its Base64 alone", PrivateKey::from_pem(&base64).map(drop));
    fails("a key on one line", PrivateKey::from_pem(&one_line).map(drop));
    fails("a key for a path", PrivateKey::from_file(&pem).map(drop));
    fails("a key for a public key's path", PublicKey::from_file(&pem).map(drop));
    fails("its Base64 for a path", PrivateKey::from_file(&base64).map(drop));
    fails("a key for a public one", PublicKey::from_pem(&pem).map(drop));
    fails(
        "a URL of half a key",
        PrivateKey::load(format!("private.pkcs8://{}", &base64[..900])).map(drop),
    );
    fails("a URL of the wrong kind", PublicKey::load(format!("public.spki://{base64}")).map(drop));
    fails("the Base64 to load", PrivateKey::load(&base64).map(drop));
    fails("a wrong passphrase", PrivateKey::from_pem_encrypted(&encrypted, APIV3_KEY).map(drop));
    fails("a PKCS#12 that is a key", PrivateKey::from_pkcs12(&pem, PASSPHRASE).map(drop));
    fails("a key for a media file", MediaUtil::new(&pem).map(drop));
    fails(
        "an APIv3 key of 28 bytes",
        AesGcm::encrypt("x", PASSPHRASE, "0123456789ab", "").map(drop),
    );
    fails(
        "a wrong APIv3 key",
        AesGcm::decrypt("AAAAAAAAAAAAAAAAAAAAAAAA", APIV3_KEY, "0123456789ab", "").map(drop),
    );
    fails("a hash by name", Hash::hmac("x", PASSPHRASE, "sha3").map(drop));
    fails("a ciphertext", Rsa::decrypt("AAAA", &key).map(drop));
    fails("a certificate", PemUtil::parse_certificate_serial_no(&pem).map(drop));
    let builder = || {
        wechatpay_chain::Client::builder()
            .mchid("1")
            .serial("3775B6A45ACD588826D15E583A95F5DD00000000")
            .private_key(key.clone())
    };
    let complete = || {
        builder()
            .platform_key("PUB_KEY_ID_77", PublicKey::from_pem(&keys.platform_public_pem).unwrap())
    };
    fails("a client's APIv3 key", complete().apiv3_key(PASSPHRASE).build().map(drop));
    fails("a passphrase for the APIv2 key", complete().secret(PASSPHRASE).build().map(drop));
    fails("a key for a certificate", {
        complete().secret(APIV2_KEY).merchant_certificate(&pem).build().map(drop)
    });
    fails("an APIv2 key of 28 bytes", {
        payment::JsapiPayment::new("wx1", "p").sign_v2(PASSPHRASE, "MD5").map(drop)
    });
    let v2 = complete().secret(APIV2_KEY).build().unwrap();
    for given in [json!({"mch_id": "2", "k": APIV2_KEY}), json!({"mch_id": "1", "k": [APIV2_KEY]})]
    {
        fails("parameters of APIv2", v2.chain("v2/t").post(json!({"xml": given})).map(drop));
    }
    fails("a key for a mchid", complete().mchid(&pem).build().map(drop));
    fails("a key for a serial", complete().serial(&pem).build().map(drop));
    fails(
        "a key for a platform's id",
        builder()
            .platform_key(&pem, PublicKey::from_pem(&keys.platform_public_pem).unwrap())
            .build()
            .map(drop),
    );
    fails("a key for a base_uri", complete().base_uri(&pem).build().map(drop));
    fails("a key for a trusted host", complete().trust_host(&pem).build().map(drop));
    fails("a key for a root certificate", complete().root_certificate(&pem).build().map(drop));
    fails("a key for a user agent", complete().user_agent(&pem).build().map(drop));
    let client = complete().signer(Broken).build().unwrap();
    fails("a signature that is no header", client.chain("v3/t").get(()).map(drop));
    fails(
        "a header's value",
        client.chain("v3/t").get(json!({"headers": {"X": format!("{PASSPHRASE}\n")}})).map(drop),
    );
    fails(
        "an own Authorization",
        client.chain("v3/t").get(json!({"headers": {"Authorization": PASSPHRASE}})).map(drop),
    );
    fails("an unused argument", client.chain("v3/t").get(json!({"key": PASSPHRASE})).map(drop));
    fails(
        "an option of the wrong type",
        client.chain("v3/t").get(json!({"timeout": PASSPHRASE})).map(drop),
    );
    fails(
        "a password in an address",
        client.chain(format!("https://u:{PASSPHRASE}@x.example/")).get(()).map(drop),
    );
    for (name, error) in failed {
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            let shown = format!("{error} {error:?} {error:#?}");
            // The label of a PEM block is no secret, and many errors name it.
            let shown = shown.replace("PRIVATE KEY-----", "");
            watch::inspect(format!("{name}: {shown}").as_bytes());
            cause = error.source();
        }
    }
}

/// Gives an Authorization that can't be sent.
struct Broken;

impl Signer for Broken {
    fn authorization<'a>(
        &'a self,
        _: &'a SignInput<'a>,
    ) -> BoxFuture<'a, Result<String, BoxError>> {
        Box::pin(async { Ok(format!("{PASSPHRASE}\n")) })
    }
}
