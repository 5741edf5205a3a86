//! actix-web 4, which has a `HeaderMap` and a `StatusCode` of its own.

use std::io;
use std::net::SocketAddr;

use actix_web::{App, HttpServer};

use crate::store;

// docs:begin
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use wechatpay_chain::{NotificationParser, notification};

async fn notify(
    parser: web::Data<NotificationParser>,
    request: HttpRequest,
    body: web::Bytes,
) -> HttpResponse {
    let parsed = parser.parse_pairs(request.headers(), &body);
    let reply = match parsed.and_then(|paid| store(&paid.id, &paid.resource_json()?)) {
        Ok(()) => notification::accepted(),
        Err(error) => {
            tracing::warn!(%error, "the notification was not stored");
            notification::refused(&error)
        }
    };
    let status = StatusCode::from_u16(reply.status().as_u16());
    HttpResponse::build(status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR))
        .content_type("application/json")
        .body(reply.into_body())
}

fn routes(config: &mut web::ServiceConfig, parser: NotificationParser) {
    config.app_data(web::Data::new(parser)).route("/notify", web::post().to(notify));
}
// docs:end

async fn serve(parser: NotificationParser) -> io::Result<SocketAddr> {
    let app = move || App::new().configure(|config| routes(config, parser.clone()));
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0")?;
    let addresses = server.addrs();
    tokio::spawn(server.run());
    addresses.first().copied().ok_or_else(|| io::Error::other("the server has no address"))
}

#[test]
fn actix_web_receives_a_payment() {
    crate::check("actix20240101001", serve);
}
