//! The addresses that the gateway listens on: this machine's own, and one more if that is wanted.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};

use crate::error::{Error, ErrorKind};
use crate::language::{Text, say};

/// Binds this port, 0 for a free one, of 127.0.0.1, of ::1 if possible, and of `beyond`. The first is
/// that of 127.0.0.1.
pub(super) fn bind(beyond: Option<IpAddr>, port: u16) -> Result<Vec<TcpListener>, Error> {
    let (v4, v6) = (IpAddr::from(Ipv4Addr::LOCALHOST), IpAddr::from(Ipv6Addr::LOCALHOST));
    // All addresses of the machine include its own, and can't be bound in addition to them.
    let first = beyond.filter(IpAddr::is_unspecified).unwrap_or(v4);
    let listener = listen(first, port).map_err(|error| not_listening(first, port, error))?;
    let port = port_of(&listener)?;
    let mut listeners = vec![listener];
    if let Some(ip) = beyond.filter(|ip| ![first, v4, v6].contains(ip)) {
        listeners.push(listen(ip, port).map_err(|error| not_listening(ip, port, error))?);
    }
    // Many systems resolve `localhost` to ::1 first. A machine may have no IPv6.
    let other = if first.is_ipv4() { v6 } else { v4 };
    match listen(other, port) {
        Ok(listener) => listeners.push(listener),
        Err(error) => {
            tracing::debug!(%error, ip = %other, "the local gateway does not listen there")
        }
    }
    Ok(listeners)
}

fn listen(ip: IpAddr, port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind((ip, port))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

pub(super) fn port_of(listener: &TcpListener) -> Result<u16, Error> {
    let address = listener.local_addr();
    let address =
        address.map_err(|error| not_started(error, say!("its port is unknown", "端口未知")))?;
    Ok(address.port())
}

fn not_listening(ip: IpAddr, port: u16, error: io::Error) -> Error {
    let what = match port {
        0 => say!("it could not listen on {ip}", "无法监听 {ip}"),
        port => say!(
            "it could not listen on port {port} of {ip} (use another port)",
            "无法监听 {ip} 的端口 {port}（请换一个端口）"
        ),
    };
    not_started(error, what)
}

pub(super) fn not_started(error: io::Error, what: Text) -> Error {
    let message = say!(
        "the gateway did not start: {what}: {error}",
        "网关未能启动：{what}：{error}";
        what
    );
    Error::new(ErrorKind::Io, message).with_source(error)
}
