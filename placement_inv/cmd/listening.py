"""The listening socket of `placement-inv serve`."""

import ipaddress
import socket

from placement_inv.cmd.failure import Failure

_BACKLOG = 1024


def open_socket(host, port, *, loopback_only):
    """Return a listening socket; raise Failure with the reason.

    With `loopback_only`, addresses that other machines can reach are refused.
    """
    family, address = _resolve(host, port)
    if loopback_only and not ipaddress.ip_address(address[0]).is_loopback:
        raise Failure(
            f'refusing to listen on {host}: with auth_strategy = noauth2 '
            'anybody who reaches the port is the admin, so it must stay on '
            'the loopback interface; configure [api]auth_strategy = keystone '
            'or http_basic to listen beyond it',
            status=2,
        )
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        # Old connections of a stopped server must not prevent a start.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(_BACKLOG)
    except OSError as error:
        listener.close()
        raise Failure(
            f'cannot listen on {host} port {port}: {error.strerror}'
        ) from error
    return listener


def url(listener):
    """Return the URL of a listening socket for clients of this machine."""
    host, port = listener.getsockname()[:2]
    address = ipaddress.ip_address(host)
    if address.is_unspecified:
        host = '127.0.0.1' if address.version == 4 else '::1'
    return (
        f'http://[{host}]:{port}' if ':' in host else f'http://{host}:{port}'
    )


def _resolve(host, port):
    try:
        entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise Failure(f'no address of {host}: {error}') from error
    # A name such as localhost has several addresses; IPv4 is preferred.
    family, _type, _protocol, _name, address = min(
        entries, key=lambda entry: entry[0] != socket.AF_INET
    )
    return family, address
