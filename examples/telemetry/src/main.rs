//! Exports each call as a span of OpenTelemetry. Needs no account: it talks to the local gateway.
//!
//! ```text
//! cargo run -p wechatpay-chain-telemetry
//! ```

use std::error::Error;
use std::io::{self, Write};

use opentelemetry::Value;
use opentelemetry::trace::{SpanKind, Status, TracerProvider};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use serde_json::json;
use tracing_subscriber::Layer;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use wechatpay_chain::Gateway;

fn main() -> Result<(), Box<dyn Error>> {
    // In production, the exporter of opentelemetry-otlp, and with_batch_exporter.
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    // The calls alone: their target is that of the span and of the event.
    let calls = Targets::new().with_target("wechatpay_chain::call", LevelFilter::DEBUG);
    // Without what is about this program and not about the call.
    let layer = tracing_opentelemetry::layer()
        .with_tracer(provider.tracer("shop"))
        .with_location(false)
        .with_threads(false)
        .with_tracked_inactivity(false);
    tracing_subscriber::registry().with(layer.with_filter(calls)).init();

    let gateway = Gateway::start()?;
    let client = gateway.client()?;
    client.chain("v3/certificates").get(())?;
    let chain = client.chain("v3/pay/transactions/id/{transaction_id}");
    let query = json!({"transaction_id": "4200001", "query": {"mchid": gateway.mchid()}});
    let refusal = chain.get(query).expect_err("there is no such order");

    provider.force_flush()?;
    let spans = exporter.get_finished_spans()?;
    let mut out = io::stdout();
    for span in &spans {
        writeln!(out, "{} ({:?})", span.name, span.status)?;
        for attribute in &span.attributes {
            writeln!(out, "    {} = {}", attribute.key, attribute.value)?;
        }
    }

    // What the example promises.
    let [certificates, order] = &spans[..] else {
        return Err(format!("{} spans of 2 calls", spans.len()).into());
    };
    assert_eq!(certificates.name, "GET v3/certificates");
    assert_eq!(
        (&certificates.span_kind, &certificates.status),
        (&SpanKind::Client, &Status::Unset)
    );
    expect(certificates, "http.request.method", "GET");
    expect(certificates, "url.template", "/v3/certificates");
    expect(certificates, "server.address", "127.0.0.1");
    expect(certificates, "http.response.status_code", "200");
    expect(certificates, "wechatpay.outcome", "accepted");

    assert_eq!(order.name, "GET v3/pay/transactions/id/{transaction_id}");
    assert!(matches!(order.status, Status::Error { .. }), "{:?}", order.status);
    expect(order, "url.template", "/v3/pay/transactions/id/{transaction_id}");
    expect(order, "error.type", "404");
    expect(order, "wechatpay.outcome", "refused");
    expect(order, "wechatpay.request_id", refusal.request_id().unwrap_or_default());
    // The event is in the span, with the fields that are no attributes.
    let [event] = &order.events[..] else {
        return Err(format!("{:?}: not one event", order.events).into());
    };
    let code = event.attributes.iter().find(|attribute| attribute.key.as_str() == "wechatpay.code");
    assert_eq!(code.map(|code| code.value.to_string()).as_deref(), Some("ORDER_NOT_EXIST"));
    // No value of an argument left the program.
    assert!(!format!("{spans:?}").contains("4200001"));
    Ok(())
}

#[track_caller]
fn expect(span: &SpanData, name: &str, value: &str) {
    let attribute = span.attributes.iter().find(|attribute| attribute.key.as_str() == name);
    let found = attribute.map(|attribute| &attribute.value).map(Value::to_string);
    assert_eq!(found.as_deref(), Some(value), "{name} of {}", span.name);
}
