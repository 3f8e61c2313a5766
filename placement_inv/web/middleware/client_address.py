"""Finds the address of the client, also behind proxies.

A proxy adds the address that it saw to the end of X-Forwarded-For. What
stands before it came from the client, who may write anything there. So only
the proxies that the deployer lists are believed, from the last one on.
"""

import ipaddress
import re

_KEY = 'placement_inv.client_address'
_FORWARDED_FOR = 'HTTP_X_FORWARDED_FOR'
#: What proxies tell, and others may not where proxies are listed.
_HEADERS_OF_PROXIES = (
    'HTTP_FORWARDED',
    _FORWARDED_FOR,
    'HTTP_X_FORWARDED_HOST',
    'HTTP_X_FORWARDED_PREFIX',
    'HTTP_X_FORWARDED_PROTO',
)


#: An address of IPv6 in brackets, or one of IPv4; either may have a port.
_WITH_PORT = re.compile(
    r'\[(?P<ipv6>[^\[\]]*:[^\[\]]*)\](?::[0-9]{1,5})?'
    r'|(?P<ipv4>[0-9.]+):[0-9]{1,5}'
)


class ClientAddress:
    """Notes each client's address; drops headers that no proxy has set.

    `proxies` are the networks of the proxies. Without them the address is
    that of the peer, and the headers are left to those who read them.
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
        """Return the last address that is no proxy's, the peer's without."""
        header = environ.get(_FORWARDED_FOR)
        if header is None:
            return peer
        client = peer
        for text in reversed(header.split(',')):
            address = _parse_address(_without_port(text.strip()))
            if address is None:
                # Whoever has written this, it was none of the proxies.
                break
            client = str(address)
            if not self._is_proxy(client):
                break
        # Who reads the header later finds what was found here.
        environ[_FORWARDED_FOR] = client
        return client

    def _is_proxy(self, text):
        address = _parse_address(text)
        return address is not None and any(
            address in network for network in self._proxies
        )


def find_address(environ):
    """Return the address that a request comes from, None if unknown."""
    return environ.get(_KEY, environ.get('REMOTE_ADDR'))


def _without_port(text):
    """Return the address in a text; some proxies add the client's port."""
    match = _WITH_PORT.fullmatch(text)
    return match['ipv6'] or match['ipv4'] if match else text


def _parse_address(text):
    try:
        address = ipaddress.ip_address(text or '')
    except ValueError:
        return None
    return getattr(address, 'ipv4_mapped', None) or address
