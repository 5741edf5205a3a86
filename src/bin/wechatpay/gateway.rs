//! `gateway`: a stand-in for WeChat Pay, its keys as files, and how to configure others for it.

use wechatpay_chain::Gateway;

use super::args::{self, Show};
use super::failure::Failure;
use super::output;
use super::sandbox::Sandbox;

pub(crate) fn run(wanted: &args::Gateway) -> Result<(), Failure> {
    // First, so that nothing is started beside files that are not its own.
    let sandbox = Sandbox::open(&wanted.dir)?;
    let gateway = Gateway::builder()
        .port(wanted.port)
        .start()
        .map_err(|error| Failure::configured(&error))?;
    let dir = sandbox.folder().display().to_string();
    sandbox.write(&[
        ("apiclient_key.pem", gateway.merchant_key_pem()),
        ("apiclient_cert.pem", gateway.merchant_certificate_pem()),
        ("platform_cert.pem", gateway.platform_certificate_pem()),
        ("pub_key.pem", gateway.platform_public_key_pem()),
        ("apiv3_key.txt", gateway.apiv3_key()),
        ("config.toml", &profile(&gateway)),
    ])?;
    let base = gateway.base_uri();
    output::line(&say!(
        "The gateway listens on {base}. Its keys are in {dir}, and good for nothing else.",
        "网关监听于 {base}。密钥写在 {dir}，仅供本网关使用。"
    ))?;
    output::line(&say!("Its calls, in a browser: {base}", "在浏览器中查看调用记录：{base}"))?;
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

/// For this command: `--config DIR/config.toml`.
fn profile(gateway: &Gateway) -> String {
    format!(
        "[profiles.default]\nmchid = \"{}\"\nserial = \"{}\"\nbase_uri = \"{}\"\n\
         private_key = \"apiclient_key.pem\"\ncertificate = \"apiclient_cert.pem\"\n\
         platform_id = \"{}\"\nplatform_key = \"pub_key.pem\"\napiv3_key_file = \"apiv3_key.txt\"\n",
        gateway.mchid(),
        gateway.merchant_serial(),
        gateway.base_uri(),
        gateway.public_key_id(),
    )
}

fn lines(show: Show, gateway: &Gateway, dir: &str) -> String {
    let (base, mchid) = (gateway.base_uri(), gateway.mchid());
    let (serial, id) = (gateway.merchant_serial(), gateway.public_key_id());
    let (scheme, host, port) = parts(base);
    match show {
        Show::Rust => format!(
            "
wechatpay --config '{dir}/config.toml' get v3/certificates

// Rust
Client::builder()
    .base_uri(\"{base}\")
    .mchid(\"{mchid}\")
    .serial(\"{serial}\")
    .private_key(PrivateKey::from_file(\"{dir}/apiclient_key.pem\")?)
    .platform_key(\"{id}\", PublicKey::from_file(\"{dir}/pub_key.pem\")?)
    .apiv3_key(std::fs::read_to_string(\"{dir}/apiv3_key.txt\")?)
    .build()?"
        ),
        Show::Php => format!(
            "
// PHP
Builder::factory([
    'base_uri' => '{base}',
    'mchid' => '{mchid}',
    'serial' => '{serial}',
    'privateKey' => Rsa::from('file://{dir}/apiclient_key.pem', Rsa::KEY_TYPE_PRIVATE),
    'certs' => [
        '{platform}' => Rsa::from('file://{dir}/platform_cert.pem', Rsa::KEY_TYPE_PUBLIC),
        '{id}' => Rsa::from('file://{dir}/pub_key.pem', Rsa::KEY_TYPE_PUBLIC),
    ],
]);",
            // It names no key that it wants answers signed by, so it gets the certificate's.
            platform = gateway.platform_serial()
        ),
        Show::Go => format!(
            "
// Go; imports: context, net/http, and of github.com/wechatpay-apiv3/wechatpay-go core,
// core/option, utils
type gateway struct{{}}

func (gateway) RoundTrip(request *http.Request) (*http.Response, error) {{
	local := request.Clone(request.Context())
	local.URL.Scheme, local.URL.Host, local.Host = \"{scheme}\", \"{host}:{port}\", \"\"
	return http.DefaultTransport.RoundTrip(local)
}}

func client(ctx context.Context) (*core.Client, error) {{
	key, err := utils.LoadPrivateKeyWithPath(\"{dir}/apiclient_key.pem\")
	if err != nil {{
		return nil, err
	}}
	public, err := utils.LoadPublicKeyWithPath(\"{dir}/pub_key.pem\")
	if err != nil {{
		return nil, err
	}}
	return core.NewClient(ctx,
		option.WithWechatPayPublicKeyAuthCipher(\"{mchid}\", \"{serial}\", key, \"{id}\", public),
		option.WithHTTPClient(&http.Client{{Transport: gateway{{}}}}),
	)
}}"
        ),
        Show::Java => format!(
            "
// Java
OkHttpClient local = new OkHttpClient.Builder()
    .addInterceptor(chain -> chain.proceed(chain.request().newBuilder()
        .url(chain.request().url().newBuilder()
            .scheme(\"{scheme}\").host(\"{host}\").port({port}).build())
        .build()))
    .build();
RSAPublicKeyConfig config = new RSAPublicKeyConfig.Builder()
    .merchantId(\"{mchid}\")
    .merchantSerialNumber(\"{serial}\")
    .privateKeyFromPath(\"{dir}/apiclient_key.pem\")
    .publicKeyId(\"{id}\")
    .publicKeyFromPath(\"{dir}/pub_key.pem\")
    .apiV3Key(new String(Files.readAllBytes(Paths.get(\"{dir}/apiv3_key.txt\"))))
    .build();
NativePayService service = new NativePayService.Builder()
    .httpClient(new DefaultHttpClientBuilder().config(config).okHttpClient(local).build())
    .build();"
        ),
    }
}

/// Scheme, host and port of `http://127.0.0.1:8787/`.
fn parts(base: &str) -> (&str, &str, &str) {
    let (scheme, rest) = base.split_once("://").unwrap_or(("http", base));
    let (host, port) = rest.trim_end_matches('/').rsplit_once(':').unwrap_or((rest, "80"));
    (scheme, host, port)
}
