//! poem 3.

use std::io;
use std::net::SocketAddr;

use poem::Server;
use poem::listener::{Acceptor, Listener, TcpListener};

use crate::store;

// docs:begin
use poem::http::HeaderMap;
use poem::web::Data;
use poem::{EndpointExt, IntoEndpoint, Response, Route, handler, post};
use wechatpay_chain::{NotificationParser, notification};

#[handler]
async fn notify(parser: Data<&NotificationParser>, headers: &HeaderMap, body: Vec<u8>) -> Response {
    let parsed = parser.parse(headers, &body);
    let reply = match parsed.and_then(|paid| store(&paid.id, &paid.resource_json()?)) {
        Ok(()) => notification::accepted(),
        Err(error) => {
            tracing::warn!(%error, "the notification was not stored");
            notification::refused(&error)
        }
    };
    let response = Response::builder().status(reply.status());
    response.content_type("application/json").body(reply.into_body())
}

fn app(parser: NotificationParser) -> impl IntoEndpoint {
    Route::new().at("/notify", post(notify)).data(parser)
}
// docs:end

async fn serve(parser: NotificationParser) -> io::Result<SocketAddr> {
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let local = acceptor.local_addr();
    let address = local.iter().find_map(|address| address.as_socket_addr().copied());
    let address = address.ok_or_else(|| io::Error::other("the server has no address"))?;
    tokio::spawn(Server::new_with_acceptor(acceptor).run(app(parser)));
    Ok(address)
}

#[test]
fn poem_receives_a_payment() {
    crate::check("poem20240101001", serve);
}
