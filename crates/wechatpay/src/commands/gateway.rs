//! `gateway`: a stand-in for WeChat Pay, its keys as files, and how to configure others for it.

use http::Method;
use wechatpay_chain::Gateway;
use wechatpay_chain::gateway::{Fault, FaultPlan, GatewayBuilder, KeyMode};

use crate::command_line::{self, Show};
use crate::failure::Failure;
use crate::{log, output};

/// What its page can show; it may run for days.
const KEPT_REQUESTS: usize = 1000;
const KEPT_BYTES: usize = 64 << 20;

pub(crate) fn run(wanted: &command_line::Gateway) -> Result<(), Failure> {
    let builder = Gateway::builder()
        .port(wanted.port)
        .dir(&wanted.dir)
        .new_keys(wanted.new_keys)
        .keys(key_mode(wanted.keys))
        .tls(wanted.tls)
        .clock_speed(wanted.clock_speed)
        .kept_requests(KEPT_REQUESTS)
        .kept_bytes(KEPT_BYTES)
        .observe(log::print_request);
    let builder = wanted.stubs.iter().fold(builder, GatewayBuilder::stubs_file);
    let builder = wanted.allow_host.iter().fold(builder, GatewayBuilder::allow_host);
    let builder = wanted.listen.into_iter().fold(builder, GatewayBuilder::listen);
    let builder = plan(wanted)?.into_iter().fold(builder, GatewayBuilder::fault);
    let gateway = builder.start().map_err(|error| Failure::configured(&error))?;
    let dir = gateway.dir().unwrap_or(&wanted.dir).display().to_string();
    let base = gateway.base_uri();
    output::line(&say!(
        "The gateway listens on {base}. Its keys are in {dir}, and good for nothing else.",
        "网关监听于 {base}。密钥写在 {dir}，仅供本网关使用。"
    ))?;
    output::line(&say!("Its calls, in a browser: {base}", "在浏览器中查看调用记录：{base}"))?;
    let proxy = base.trim_end_matches('/');
    output::line(&say!(
        "For a client whose host is fixed: HTTPS_PROXY={proxy}, and {dir}/proxy_ca.pem as a CA.",
        "域名写死的客户端：设置 HTTPS_PROXY={proxy}，并信任 CA 证书 {dir}/proxy_ca.pem。"
    ))?;
    let all = [Show::Rust, Show::Php, Show::Node, Show::Go, Show::Java];
    for show in if wanted.show.is_empty() { &all[..] } else { &wanted.show } {
        output::line(&lines(*show, &gateway, &dir))?;
    }
    let pay = format!("wechatpay --config '{dir}/config.toml' post _gateway/pay out_trade_no=…");
    output::line(&say!("\nSimulate a payment: {pay}", "\n模拟支付：{pay}"))?;
    output::line(&say!("Calls, until Ctrl-C:", "调用记录（Ctrl-C 结束）："))?;
    // It serves on its own thread.
    loop {
        std::thread::park();
    }
}

fn key_mode(mode: command_line::KeyMode) -> KeyMode {
    match mode {
        command_line::KeyMode::Certificate => KeyMode::Certificate,
        command_line::KeyMode::Switching => KeyMode::Switching,
        command_line::KeyMode::PublicKey => KeyMode::PublicKey,
    }
}

/// What `--fault` and its companions ask for; several faults come together.
fn plan(wanted: &command_line::Gateway) -> Result<Option<FaultPlan>, Failure> {
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
    let serial = gateway.merchant_serial();
    let (scheme, host, port) = parts(base);
    let trust = Trust::of(gateway, dir);
    let platform = Platform::of(gateway, dir);
    match show {
        Show::Rust => format!(
            "
wechatpay --config '{dir}/config.toml' get v3/certificates

// Rust
Client::builder()
    .base_uri(\"{base}\"){trust}
    .mchid(\"{mchid}\")
    .serial(\"{serial}\")
    .private_key(PrivateKey::from_file(\"{dir}/apiclient_key.pem\")?)
    {platform}
    .apiv3_key(std::fs::read_to_string(\"{dir}/apiv3_key.txt\")?)
    .secret(std::fs::read_to_string(\"{dir}/apiv2_key.txt\")?)
    .merchant_certificate(std::fs::read(\"{dir}/apiclient_cert.pem\")?)
    .build()?",
            trust = trust.rust,
            platform = platform.rust,
        ),
        Show::Php => format!(
            "
// PHP
Builder::factory([
    'base_uri' => '{base}',{trust}
    'mchid' => '{mchid}',
    'serial' => '{serial}',
    'privateKey' => Rsa::from('file://{dir}/apiclient_key.pem', Rsa::KEY_TYPE_PRIVATE),
    'certs' => [{platform}
    ],
    'secret' => file_get_contents('{dir}/apiv2_key.txt'),
    'merchant' => ['cert' => '{dir}/apiclient_cert.pem', 'key' => '{dir}/apiclient_key.pem'],
]);",
            platform = platform.php,
            trust = trust.php
        ),
        Show::Node => node(gateway, dir, &trust, &platform),
        Show::Go => format!(
            "
// Go; imports: context, net/http, and of github.com/wechatpay-apiv3/wechatpay-go core,
// core/option, utils
{trust}type gateway struct{{}}

func (gateway) RoundTrip(request *http.Request) (*http.Response, error) {{
	local := request.Clone(request.Context())
	local.URL.Scheme, local.URL.Host, local.Host = \"{scheme}\", \"{host}:{port}\", \"\"
	return {transport}.RoundTrip(local)
}}

func client(ctx context.Context) (*core.Client, error) {{
	key, err := utils.LoadPrivateKeyWithPath(\"{dir}/apiclient_key.pem\")
	if err != nil {{
		return nil, err
	}}
	{platform}
	if err != nil {{
		return nil, err
	}}
	return core.NewClient(ctx,
		option.{platform_option},
		option.WithHTTPClient(&http.Client{{Transport: gateway{{}}}}),
	)
}}",
            trust = trust.go,
            platform = platform.go,
            platform_option = platform.go_option,
            transport = if trust.go.is_empty() { "http.DefaultTransport" } else { "trusting" }
        ),
        Show::Java => format!(
            "
// Java
{trust}OkHttpClient local = new OkHttpClient.Builder()
    .addInterceptor(chain -> chain.proceed(chain.request().newBuilder()
        .url(chain.request().url().newBuilder()
            .scheme(\"{scheme}\").host(\"{host}\").port({port}).build())
        .build()))
    .build();
{config} config = new {config}.Builder()
    .merchantId(\"{mchid}\")
    .merchantSerialNumber(\"{serial}\")
    .privateKeyFromPath(\"{dir}/apiclient_key.pem\")
    {platform}
    .apiV3Key(new String(Files.readAllBytes(Paths.get(\"{dir}/apiv3_key.txt\"))))
    .build();
NativePayService service = new NativePayService.Builder()
    .httpClient(new DefaultHttpClientBuilder().config(config).okHttpClient(local).build())
    .build();",
            trust = trust.java,
            config = platform.java_config,
            platform = platform.java
        ),
    }
}

/// Of wechatpay-axios-plugin.
fn node(gateway: &Gateway, dir: &str, trust: &Trust, platform: &Platform) -> String {
    format!(
        "
// Node.js, by wechatpay-axios-plugin
const {{ readFileSync }} = require('fs');
const {{ Wechatpay }} = require('wechatpay-axios-plugin');
const wxpay = new Wechatpay({{
  baseURL: '{base}',{agent}
  mchid: '{mchid}',
  serial: '{serial}',
  privateKey: 'file://{dir}/apiclient_key.pem',
  certs: {{{platform}
  }},
  secret: readFileSync('{dir}/apiv2_key.txt', 'utf8'),
  merchant: {{
    cert: readFileSync('{dir}/apiclient_cert.pem'),
    key: readFileSync('{dir}/apiclient_key.pem'),{ca}
  }},
}});",
        base = gateway.base_uri(),
        agent = trust.node,
        mchid = gateway.mchid(),
        serial = gateway.merchant_serial(),
        platform = platform.node,
        // Calls with `security: true` have an agent of their own, made of these.
        ca = trust.node_merchant,
    )
}

/// The platform's keys that the merchant has, as each language takes them. Where it takes one kind
/// alone, it is the public key if the merchant has that.
struct Platform {
    rust: String,
    php: String,
    node: String,
    go: String,
    go_option: String,
    java: String,
    java_config: &'static str,
}

impl Platform {
    fn of(gateway: &Gateway, dir: &str) -> Self {
        let (mchid, merchant) = (gateway.mchid(), gateway.merchant_serial());
        let (certificate, key) = (format!("{dir}/platform_cert.pem"), format!("{dir}/pub_key.pem"));
        let (serial, id) = (gateway.platform_serial(), gateway.public_key_id());
        let mode = gateway.key_mode();
        let mut all = Vec::new();
        if mode != KeyMode::PublicKey {
            all.push((serial, &certificate));
        }
        if mode != KeyMode::Certificate {
            all.push((id, &key));
        }
        let php = all.iter().map(|(name, file)| {
            format!("\n        '{name}' => Rsa::from('file://{file}', Rsa::KEY_TYPE_PUBLIC),")
        });
        let node = all.iter().map(|(name, file)| format!("\n    '{name}': 'file://{file}',"));
        let (php, node) = (php.collect(), node.collect());
        if mode == KeyMode::Certificate {
            return Self {
                rust: format!(
                    ".platform_key(\"{serial}\", PublicKey::from_file(\"{certificate}\")?)"
                ),
                php,
                node,
                go: format!("certificate, err := utils.LoadCertificateWithPath(\"{certificate}\")"),
                go_option: format!(
                    "WithWechatPayAuthCipher(\"{mchid}\", \"{merchant}\", key, \
                     []*x509.Certificate{{certificate}})"
                ),
                java: format!(".wechatPayCertificatesFromPath(\"{certificate}\")"),
                java_config: "RSAConfig",
            };
        }
        Self {
            rust: format!(".platform_key(\"{id}\", PublicKey::from_file(\"{key}\")?)"),
            php,
            node,
            go: format!("public, err := utils.LoadPublicKeyWithPath(\"{key}\")"),
            go_option: format!(
                "WithWechatPayPublicKeyAuthCipher(\"{mchid}\", \"{merchant}\", key, \"{id}\", public)"
            ),
            java: format!(".publicKeyId(\"{id}\")\n    .publicKeyFromPath(\"{key}\")"),
            java_config: "RSAPublicKeyConfig",
        }
    }
}

/// What each language needs in order to trust the gateway's certificate; nothing without TLS.
#[derive(Default)]
struct Trust {
    rust: String,
    php: String,
    node: String,
    node_merchant: String,
    go: String,
    java: String,
}

impl Trust {
    fn of(gateway: &Gateway, dir: &str) -> Self {
        if gateway.tls_certificate_pem().is_none() {
            return Self::default();
        }
        let certificate = format!("{dir}/tls_cert.pem");
        Self {
            rust: format!("\n    .root_certificate(std::fs::read(\"{certificate}\")?)"),
            php: format!("\n    'verify' => '{certificate}',"),
            node: format!(
                "\n  httpsAgent: new (require('https').Agent)({{ ca: readFileSync('{certificate}') }}),"
            ),
            node_merchant: format!("\n    ca: readFileSync('{certificate}'),"),
            go: format!(
                "// and crypto/tls, crypto/x509, os
var trusting = func() *http.Transport {{
	pem, err := os.ReadFile(\"{certificate}\")
	if err != nil {{
		panic(err)
	}}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	return &http.Transport{{TLSClientConfig: &tls.Config{{RootCAs: pool}}}}
}}()

"
            ),
            java: format!(
                "// with -Djavax.net.ssl.trustStore={dir}/tls.p12, which this makes:
// keytool -importcert -noprompt -alias gateway -storepass changeit -keystore {dir}/tls.p12 \\
//     -storetype PKCS12 -file {certificate}
"
            ),
        }
    }
}

/// Scheme, host and port of `http://127.0.0.1:8787/`.
fn parts(base: &str) -> (&str, &str, &str) {
    let (scheme, rest) = base.split_once("://").unwrap_or(("http", base));
    let (host, port) = rest.trim_end_matches('/').rsplit_once(':').unwrap_or((rest, "80"));
    (scheme, host, port)
}
