//! The addresses of a host, looked up by the system on a thread that may block.

use std::net::{SocketAddr, ToSocketAddrs};
use std::task::{Context, Poll};
use std::vec;

use hyper_util::client::legacy::connect::dns::Name;
use tower::Service;

use crate::error::BoxError;
use crate::promise::BoxFuture;
use crate::runtime;

/// `getaddrinfo`. Unlike hyper-util's it gives an error where there is no thread for it, and never
/// leaves one to the runtime of a sync call, which nobody drives afterwards.
#[derive(Clone)]
pub(super) struct Resolver;

impl Service<Name> for Resolver {
    type Response = vec::IntoIter<SocketAddr>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        Box::pin(async move {
            let look_up = move || (name.as_str(), 0).to_socket_addrs();
            Ok(runtime::blocking(look_up)?.await??)
        })
    }
}
