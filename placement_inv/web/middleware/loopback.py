"""Limits services without authentication (noauth2) to this machine."""

import functools
import ipaddress

from placement_inv.web import errors
from placement_inv.web import origins

_LOCAL_NAME = 'localhost'
#: The number of clients and hosts whose check is cached; there are few.
_CACHE_SIZE = 64


class Loopback:
    """Refuses clients of other machines, and hosts that are not local.

    Another name can resolve to this address: the owner of a domain can point
    it at 127.0.0.1 after a browser has loaded a page from it, and the page
    then has the origin of this service (DNS rebinding). The `Host` header
    still has that name.

    `[api]noauth2_hosts` and `[api]noauth2_clients` list exceptions. A client
    without an address uses a Unix socket, or is in this process. A request
    without a host does not come from a browser.
    """

    def __init__(self, application, conf, refuse):
        self._application = application
        self._refuse = refuse
        self._hosts = {_LOCAL_NAME, *map(_normalize, conf.api.noauth2_hosts)}
        self._networks = conf.api.noauth2_clients
        cache = functools.lru_cache(_CACHE_SIZE)
        self._is_client_allowed = cache(self._check_client)
        self._is_host_allowed = cache(self._check_host)

    def __call__(self, environ, start_response):
        error = self._find_error(
            environ.get('REMOTE_ADDR'), environ.get('HTTP_HOST')
        )
        if error is not None:
            return self._refuse(error, environ, start_response)
        return self._application(environ, start_response)

    def _find_error(self, client, authority):
        if client and not self._is_client_allowed(client):
            return errors.ClientNotServed(address=client)
        if authority is None or self._is_host_allowed(authority):
            return None
        parts = origins.split_authority(authority)
        if parts is None:
            return errors.MalformedHost()
        return errors.HostNotServed(host=parts[0])

    def _check_host(self, authority):
        parts = origins.split_authority(authority)
        if parts is None:
            return False
        host = _normalize(parts[0])
        return host in self._hosts or _is_loopback(_parse_address(host))

    def _check_client(self, client):
        # Some servers use the name for clients of a Unix socket.
        if client == _LOCAL_NAME:
            return True
        address = _parse_address(client)
        return _is_loopback(address) or (
            address is not None
            and any(address in network for network in self._networks)
        )


def _normalize(host):
    address = _parse_address(host)
    return host.lower().removesuffix('.') if address is None else str(address)


def _parse_address(text):
    """Return an IP address, None for another text.

    An IPv4 address that is mapped to IPv6 is returned as IPv4.
    """
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, 'ipv4_mapped', None) or address


def _is_loopback(address):
    return address is not None and address.is_loopback
