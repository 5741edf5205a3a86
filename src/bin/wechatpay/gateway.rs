//! `gateway`: a stand-in for WeChat Pay, its keys as files, and how to configure others for it.

use http::Method;
use wechatpay_chain::Gateway;
use wechatpay_chain::gateway::{Fault, FaultPlan, GatewayBuilder};

use super::args::{self, Show};
use super::failure::Failure;
use super::output;

pub(crate) fn run(wanted: &args::Gateway) -> Result<(), Failure> {
    let builder = Gateway::builder()
        .port(wanted.port)
        .dir(&wanted.dir)
        .new_keys(wanted.new_keys)
        .tls(wanted.tls);
    let builder = wanted.stubs.iter().fold(builder, GatewayBuilder::stubs_file);
    let builder = plan(wanted)?.into_iter().fold(builder, GatewayBuilder::fault);
    let gateway = builder.start().map_err(|error| Failure::configured(&error))?;
    let dir = gateway.dir().unwrap_or(&wanted.dir).display().to_string();
    let base = gateway.base_uri();
    output::line(&say!(
        "The gateway listens on {base}. Its keys are in {dir}, and good for nothing else.",
        "网关监听于 {base}。密钥写在 {dir}，仅供本网关使用。"
    ))?;
    let all = [Show::Rust, Show::Php, Show::Go, Show::Java];
    for show in if wanted.show.is_empty() { &all[..] } else { &wanted.show } {
        output::line(&lines(*show, &gateway, &dir))?;
    }
    output::line(&say!("Calls, until Ctrl-C:", "调用记录（Ctrl-C 结束）："))?;
    // It serves on its own thread, and tells each call by tracing.
    loop {
        std::thread::park();
    }
}

/// What `--fault` and its companions ask for; several faults come together.
fn plan(wanted: &args::Gateway) -> Result<Option<FaultPlan>, Failure> {
    let mut plan = None;
    for name in &wanted.fault {
        let fault: Fault = name.parse().map_err(|error| Failure::configured(&error))?;
        plan = Some(plan.map_or_else(|| fault.always(), |plan: FaultPlan| plan.and(fault)));
    }
    let Some(mut plan) = plan else {
        return Ok(None);
    };
    if let Some(path) = &wanted.fault_path {
        let (method, path) = match path.split_once(' ') {
            Some((method, path)) => (Some(method), path),
            None => (None, path.as_str()),
        };
        let method = method.map(|method| Method::from_bytes(method.as_bytes())).transpose();
        let method = method.ok().filter(|_| path.starts_with('/')).ok_or_else(|| {
            Failure::usage(say!(
                "--fault-path is a path that begins with /, or a method and a path: 'POST /v3/x'",
                "--fault-path 应为以 / 开头的路径，或方法加路径：'POST /v3/x'"
            ))
        })?;
        plan = match method {
            Some(method) => plan.on(method, path),
            None => plan.path(path),
        };
    }
    let number = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
    if let Some(nth) = wanted.fault_every {
        plan = plan.every(number(nth));
    }
    if let Some(times) = wanted.fault_times {
        plan = plan.times(number(times));
    }
    Ok(Some(plan))
}

fn lines(show: Show, gateway: &Gateway, dir: &str) -> String {
    let (base, mchid) = (gateway.base_uri(), gateway.mchid());
    let (serial, id) = (gateway.merchant_serial(), gateway.public_key_id());
    let trusted = gateway.tls_certificate_pem().is_some();
    let line = |wanted: bool, text: &str| if wanted { text.to_owned() } else { String::new() };
    match show {
        Show::Rust => {
            let trust = line(
                trusted,
                &format!("\n    .root_certificate(std::fs::read(\"{dir}/tls_cert.pem\")?)"),
            );
            format!(
                "
wechatpay --config '{dir}/config.toml' get v3/certificates

// Rust
Client::builder()
    .base_uri(\"{base}\"){trust}
    .mchid(\"{mchid}\")
    .serial(\"{serial}\")
    .private_key(PrivateKey::from_file(\"{dir}/apiclient_key.pem\")?)
    .platform_key(\"{id}\", PublicKey::from_file(\"{dir}/pub_key.pem\")?)
    .apiv3_key(std::fs::read_to_string(\"{dir}/apiv3_key.txt\")?)
    .build()?"
            )
        }
        Show::Php => {
            let trust = line(trusted, &format!("\n    'verify' => '{dir}/tls_cert.pem',"));
            format!(
                "
// PHP
Builder::factory([
    'base_uri' => '{base}',{trust}
    'mchid' => '{mchid}',
    'serial' => '{serial}',
    'privateKey' => Rsa::from('file://{dir}/apiclient_key.pem', Rsa::KEY_TYPE_PRIVATE),
    'certs' => ['{id}' => Rsa::from('file://{dir}/pub_key.pem', Rsa::KEY_TYPE_PUBLIC)],
]);"
            )
        }
        Show::Go => {
            let trust = line(
                trusted,
                &format!(
                    "// and let that transport trust the gateway
pem, _ := os.ReadFile(\"{dir}/tls_cert.pem\")
pool := x509.NewCertPool()
pool.AppendCertsFromPEM(pem)
transport := &http.Transport{{TLSClientConfig: &tls.Config{{RootCAs: pool}}}}
"
                ),
            );
            format!(
                "
// Go: replace https://api.mch.weixin.qq.com/ by {base} in an http.RoundTripper
{trust}key, _ := utils.LoadPrivateKeyWithPath(\"{dir}/apiclient_key.pem\")
public, _ := utils.LoadPublicKeyWithPath(\"{dir}/pub_key.pem\")
option.WithWechatPayPublicKeyAuthCipher(\"{mchid}\", \"{serial}\", key, \"{id}\", public)"
            )
        }
        Show::Java => {
            let trust = line(
                trusted,
                &format!(
                    "// and run java with -Djavax.net.ssl.trustStore={dir}/tls.p12, which this makes:
// keytool -importcert -noprompt -alias gateway -storepass changeit -keystore {dir}/tls.p12 \\
//     -storetype PKCS12 -file {dir}/tls_cert.pem
"
                ),
            );
            format!(
                "
// Java: replace https://api.mch.weixin.qq.com/ by {base} in an interceptor of OkHttp
{trust}new RSAPublicKeyConfig.Builder()
    .merchantId(\"{mchid}\")
    .merchantSerialNumber(\"{serial}\")
    .privateKeyFromPath(\"{dir}/apiclient_key.pem\")
    .publicKeyId(\"{id}\")
    .publicKeyFromPath(\"{dir}/pub_key.pem\")
    .apiV3Key(new String(Files.readAllBytes(Paths.get(\"{dir}/apiv3_key.txt\"))))
    .build();"
            )
        }
    }
}
