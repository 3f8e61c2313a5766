"""Hosts that requests name, and origins of web pages (RFC 9110, RFC 6454)."""

import ipaddress
import re
from typing import NamedTuple

#: The host of a request: an IPv6 address in brackets, an IPv4 address or a
#: DNS name; an empty port is the default port.
_AUTHORITY = re.compile(
    r'(?:\[(?P<ipv6>[0-9a-f:.]{2,45})\]|(?P<name>[a-z0-9._-]{1,255}))'
    r'(?::(?P<port>[0-9]{0,5}))?'
)
_ORIGIN = re.compile(r'(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<authority>.*)')

_DEFAULT_PORTS = {'http': 80, 'https': 443}
_MAX_PORT = 65535


class Origin(NamedTuple):
    """The origin of a page; equal if they are one origin for browsers."""

    scheme: str
    host: str
    port: int | None

    def __str__(self):
        host = f'[{self.host}]' if ':' in self.host else self.host
        if self.port in (None, _DEFAULT_PORTS.get(self.scheme)):
            return f'{self.scheme}://{host}'
        return f'{self.scheme}://{host}:{self.port}'


def split_authority(text):
    """Return (host, port) of a Host header, None if it is malformed.

    The host is in lower case and without brackets; the port is None if the
    header has none.
    """
    match = _AUTHORITY.fullmatch(text.lower())
    if match is None:
        return None
    host = match['name']
    if host is None:
        try:
            host = ipaddress.IPv6Address(match['ipv6']).compressed
        except ValueError:
            return None
    port = int(match['port']) if match['port'] else None
    if port is not None and port > _MAX_PORT:
        return None
    return host, port


def parse(text):
    """Return the Origin in a header; None for `null` and malformed texts."""
    match = _ORIGIN.fullmatch(text.lower())
    return _make(match['scheme'], match['authority']) if match else None


def find_own(environ):
    """Return the Origin of the pages that share a host with a request.

    None if the request's host is malformed.
    """
    authority = environ.get('HTTP_HOST')
    if authority is None:
        authority = f'{environ["SERVER_NAME"]}:{environ["SERVER_PORT"]}'
    return _make(environ['wsgi.url_scheme'].lower(), authority)


def _make(scheme, authority):
    parts = split_authority(authority)
    if parts is None:
        return None
    host, port = parts
    return Origin(
        scheme, host, _DEFAULT_PORTS.get(scheme) if port is None else port
    )
