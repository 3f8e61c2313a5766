"""The rule of services that believe whoever calls: only from this machine."""

import functools
import ipaddress

from placement_inv.web import errors
from placement_inv.web import origins

_LOCAL_NAME = 'localhost'
#: Clients and hosts are few where this is used: each is judged once.
_CACHED = 64


class Loopback:
    """Answers clients of this machine that ask for it by a loopback name.

    The name of another host can lead to this address: whoever owns a domain
    can point it at 127.0.0.1 after a browser loaded a page from there, and
    the page then is of this service's own origin. The `Host` header still
    tells the name.

    `[api]noauth2_hosts` and `[api]noauth2_clients` list what else is answered.
    A client without an address came by a Unix socket, or within this process.
    One that names no host is no browser.
    """

    def __init__(self, application, conf, refuse):
        self._application = application
        self._refuse = refuse
        self._hosts = {_LOCAL_NAME, *map(_normal, conf.api.noauth2_hosts)}
        self._networks = conf.api.noauth2_clients
        self._serves_client = functools.lru_cache(_CACHED)(self._is_near)
        self._serves_host = functools.lru_cache(_CACHED)(self._is_own)

    def __call__(self, environ, start_response):
        error = self._find_error(
            environ.get('REMOTE_ADDR'), environ.get('HTTP_HOST')
        )
        if error is not None:
            return self._refuse(error, environ, start_response)
        return self._application(environ, start_response)

    def _find_error(self, client, authority):
        if client and not self._serves_client(client):
            return errors.ClientNotServed(address=client)
        if authority is None or self._serves_host(authority):
            return None
        parts = origins.split_authority(authority)
        if parts is None:
            return errors.MalformedHost()
        return errors.HostNotServed(host=parts[0])

    def _is_own(self, authority):
        parts = origins.split_authority(authority)
        if parts is None:
            return False
        host = _normal(parts[0])
        return host in self._hosts or _is_loopback(_address(host))

    def _is_near(self, client):
        # The name is what servers say of clients at a Unix socket.
        if client == _LOCAL_NAME:
            return True
        address = _address(client)
        return _is_loopback(address) or (
            address is not None
            and any(address in network for network in self._networks)
        )


def _normal(host):
    address = _address(host)
    return host.lower().removesuffix('.') if address is None else str(address)


def _address(text):
    """Return an IP address, that of IPv4 where it is mapped, else None."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return getattr(address, 'ipv4_mapped', None) or address


def _is_loopback(address):
    return address is not None and address.is_loopback
