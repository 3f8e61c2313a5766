"""Finds the address of the client, also behind proxies.

A proxy appends the address of its client to X-Forwarded-For. The client may
have written anything before it. So only addresses that were written by the
proxies that the deployer lists are trusted, from the end of the header on.
"""

import ipaddress
import re

_KEY = 'placement_inv.client_address'
_FORWARDED_FOR = 'HTTP_X_FORWARDED_FOR'
#: Headers that only proxies may set, if proxies are listed.
_HEADERS_OF_PROXIES = (
    'HTTP_FORWARDED',
    _FORWARDED_FOR,
    'HTTP_X_FORWARDED_HOST',
    'HTTP_X_FORWARDED_PREFIX',
    'HTTP_X_FORWARDED_PROTO',
)


#: An IPv6 address in brackets, with or without a port, or an IPv4 address
#: with a port.
_WITH_PORT = re.compile(
    r'\[(?P<ipv6>[^\[\]]*:[^\[\]]*)\](?::[0-9]{1,5})?'
    r'|(?P<ipv4>[0-9.]+):[0-9]{1,5}'
)


class ClientAddress:
    """Stores each client's address; removes headers that no proxy has set.

    `proxies` are the networks of the proxies. Without any, the address is that
    of the peer, and the headers are not changed.
    """

    def __init__(self, application, proxies):
        self._application = application
        self._proxies = proxies

    def __call__(self, environ, start_response):
        address = environ.get('REMOTE_ADDR')
        if self._proxies:
            if self._is_proxy(address):
                address = self._find_forwarded_address(environ, address)
            else:
                for name in _HEADERS_OF_PROXIES:
                    environ.pop(name, None)
        environ[_KEY] = address
        return self._application(environ, start_response)

    def _find_forwarded_address(self, environ, peer):
        """Return the last address that is no proxy's, or else the peer's."""
        header = environ.get(_FORWARDED_FOR)
        if header is None:
            return peer
        client = peer
        for text in reversed(header.split(',')):
            address = _parse_address(_without_port(text.strip()))
            if address is None:
                # None of the proxies has written this text.
                break
            client = str(address)
            if not self._is_proxy(client):
                break
        # Later readers of the header must find the same address.
        environ[_FORWARDED_FOR] = client
        return client

    def _is_proxy(self, text):
        address = _parse_address(text)
        return address is not None and any(
            address in network for network in self._proxies
        )


def find_address(environ):
    """Return the address of a request's client, None if it is unknown."""
    return environ.get(_KEY, environ.get('REMOTE_ADDR'))


def _without_port(text):
    """Return an address without its port, which some proxies add."""
    match = _WITH_PORT.fullmatch(text)
    return match['ipv6'] or match['ipv4'] if match else text


def _parse_address(text):
    try:
        address = ipaddress.ip_address(text or '')
    except ValueError:
        return None
    return getattr(address, 'ipv4_mapped', None) or address
