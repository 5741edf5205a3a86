//! salvo 1.

use std::io;
use std::net::SocketAddr;

use crate::store;

// docs:begin
use salvo::affix_state;
use salvo::prelude::*;
use wechatpay_chain::{NotificationParser, notification};

#[handler]
async fn notify(request: &mut Request, depot: &mut Depot, response: &mut Response) {
    let body = request.payload().await.cloned();
    let (Ok(body), Ok(parser)) = (body, depot.get_typed::<NotificationParser>()) else {
        response.status_code(StatusCode::INTERNAL_SERVER_ERROR);
        return;
    };
    let parsed = parser.parse(request.headers(), &body);
    let reply = match parsed.and_then(|paid| store(&paid.id, &paid.resource_json()?)) {
        Ok(()) => notification::accepted(),
        Err(error) => {
            tracing::warn!(%error, "the notification was not stored");
            notification::refused(&error)
        }
    };
    let (head, body) = reply.into_parts();
    response.set_headers(head.headers);
    response.status_code(head.status).body(body);
}

fn app(parser: NotificationParser) -> Router {
    Router::with_path("notify").hoop(affix_state::inject(parser)).post(notify)
}
// docs:end

async fn serve(parser: NotificationParser) -> io::Result<SocketAddr> {
    let acceptor = TcpListener::new("127.0.0.1:0").bind().await;
    let address = acceptor.inner().local_addr()?;
    tokio::spawn(Server::new(acceptor).serve(app(parser)));
    Ok(address)
}

#[test]
fn salvo_receives_a_payment() {
    crate::check("salvo20240101001", serve);
}
