"""The requests that this service sends to Keystone in its own name.

The service user is that of `[keystone_authtoken]`, whose other options
(timeouts, certificates, interface, region) count here, too. Passwords of
users are sent by keystoneauth, which does not log the bodies of logins.
"""

import dataclasses
import logging
import re
import threading
import time

from keystoneauth1 import adapter
from keystoneauth1 import exceptions as keystone_exceptions
from keystoneauth1 import identity
from keystoneauth1 import loading
from keystoneauth1.loading import session as session_loading
from keystonemiddleware import auth_token

from placement_inv import exceptions

LOG = logging.getLogger(__name__)

_GROUP = 'keystone_authtoken'
#: Seconds that Keystone may take, where `http_connect_timeout` is not set.
_TIMEOUT = 10
#: Seconds after a failed connection in which Keystone is not asked: requests
#: would hold threads of the server until their time is over.
_PAUSE = 2
#: Seconds that a request waits until others have asked.
_PATIENCE = 2
#: The number of threads of a server where it is unknown.
_USUAL_THREADS = 8
#: Statuses by which Keystone refuses a user, a password or a scope. 400 and
#: 413 are for names and passwords that nobody can have.
_REFUSALS = frozenset((400, 401, 403, 413))
#: The ids that Keystone gives, which are parts of paths here.
_ID = re.compile('[A-Za-z0-9_-]+')
_KEYS = frozenset(('enabled', 'id', 'name'))
#: What the service user needs, for a line in the log.
_NEEDED_ROLE = (
    'it needs the role reader on the system (with system_scope = all), or '
    'the role admin'
)


@dataclasses.dataclass(frozen=True, slots=True)
class Role:
    """A role of a user, in a project or elsewhere."""

    name: str
    project_id: str | None


class KeystoneClient:
    """Asks Keystone, with few threads of the server at a time.

    All methods raise IdentityUnavailable if there is no answer.
    """

    def __init__(self, conf, threads=None, clock=time.monotonic):
        """`threads` is the number of the server's threads, if it is known."""
        self._conf = conf
        self._clock = clock
        self._places = threading.BoundedSemaphore(
            max(1, (threads or _USUAL_THREADS) // 2)
        )
        self._lock = threading.Lock()
        self._adapter = None
        self._pause_until = None

    def find(self, kind, resource_id):
        """Return a resource, such as a 'user'; None if it does not exist."""
        if not _ID.fullmatch(resource_id):
            return None
        path = f'/{kind}s/{resource_id}'
        answer = self._get(path)
        # A proxy, or a wrong address, can also answer 404. Keys are deleted
        # only after that of Keystone, which names the id.
        if answer.status_code == 404 and resource_id in str(
            _find_error(answer).get('message')
        ):
            return None
        resource = _read(answer, path, kind)
        if not isinstance(resource, dict) or not resource.keys() >= _KEYS:
            raise _unavailable('The answer to GET %s is no %s', path, kind)
        return resource

    def list_roles(self, **query):
        """Return a Role for each effective assignment that matches."""
        path = '/role_assignments?effective&include_names'
        assignments = _read(
            self._get(path, params=query), path, 'role_assignments'
        )
        try:
            return [
                Role(
                    each['role']['name'],
                    each['scope'].get('project', {}).get('id'),
                )
                for each in assignments
            ]
        except (LookupError, TypeError, AttributeError) as error:
            problem = _unavailable('The answer to GET %s has no roles', path)
            raise problem from error

    def log_in(self, password, **names):
        """Return keystoneauth's AccessInfo of a user; None for a refusal.

        `names` are the arguments of its plugin for passwords.
        """

        def ask(service):
            user = identity.V3Password(
                _auth_url(service),
                password=password,
                include_catalog=False,
                reauthenticate=False,
                **names,
            )
            return user.get_access(service.session)

        try:
            return self._ask(ask)
        except keystone_exceptions.MissingAuthMethods:
            # The user needs a second factor, which a password is not.
            return None
        except keystone_exceptions.HttpError as error:
            status = error.http_status
            if status in _REFUSALS and _find_error(error.response):
                return None
            problem = _unavailable('Keystone answers a login with %s', status)
            raise problem from error

    def _get(self, path, **options):
        """Return the response of Keystone to the service user."""

        def ask(service):
            try:
                service.get_token()
            except keystone_exceptions.HttpError as error:
                raise _unavailable(
                    'Keystone refuses the service user of '
                    '[keystone_authtoken]: %s',
                    error,
                ) from error
            return service.get(path, raise_exc=False, **options)

        answer = self._ask(ask)
        if answer.status_code == 403:
            raise _unavailable(
                'Keystone refuses GET %s to the service user of '
                '[keystone_authtoken]: %s',
                path,
                _NEEDED_ROLE,
            )
        return answer

    def _ask(self, ask):
        """Return `ask(adapter)`; errors of HTTP are keystoneauth's."""
        if not self._places.acquire(timeout=_PATIENCE):
            raise exceptions.IdentityUnavailable()
        try:
            if self._is_paused():
                raise exceptions.IdentityUnavailable()
            return ask(self._service())
        except (
            keystone_exceptions.HttpError,
            keystone_exceptions.MissingAuthMethods,
        ):
            raise
        except (
            keystone_exceptions.ConnectionError,
            # The first login of the service user fails with this one.
            keystone_exceptions.DiscoveryFailure,
        ) as error:
            self._pause_until = self._clock() + _PAUSE
            raise _unavailable(
                'Keystone cannot be reached: %s', error
            ) from error
        except (keystone_exceptions.ClientException, ValueError) as error:
            raise _unavailable(
                'Keystone cannot be asked: %s', error
            ) from error
        finally:
            self._places.release()

    def _is_paused(self):
        return (
            self._pause_until is not None and self._clock() < self._pause_until
        )

    def _service(self):
        """Return the adapter of the service user; the first call creates it.

        A process that forks workers opens no connection before.
        """
        with self._lock:
            if self._adapter is None:
                self._adapter = _make_adapter(self._conf)
            return self._adapter


def _make_adapter(conf):
    for group, options in auth_token.list_opts():
        conf.register_opts(options, group=group)
    loading.register_auth_conf_options(conf, _GROUP)
    options = conf[_GROUP]
    session = session_loading.Session().load_from_options(
        auth=loading.load_auth_from_conf_options(conf, _GROUP),
        insecure=options.insecure,
        cacert=options.cafile,
        cert=options.certfile,
        key=options.keyfile,
        timeout=options.http_connect_timeout or _TIMEOUT,
    )
    return adapter.Adapter(
        session,
        service_type='identity',
        interface=options.interface,
        region_name=options.region_name,
        min_version='3',
        max_version='3.latest',
    )


def _auth_url(service):
    """Return the address at which the service user logs in."""
    auth_url = getattr(service.session.auth, 'auth_url', None)
    if auth_url is None:
        raise _unavailable(
            'The plugin of [keystone_authtoken]auth_type has no auth_url: no '
            'password can be checked'
        )
    return auth_url


def _read(answer, path, name):
    """Return the value of a name in the JSON of a response."""
    try:
        if answer.status_code == 200:
            return answer.json()[name]
    except (ValueError, LookupError, TypeError):
        pass
    raise _unavailable(
        'The answer to GET %s is not that of Keystone; its status is %d',
        path,
        answer.status_code,
    )


def _find_error(answer):
    """Return the error in a response of Keystone; {} in that of others."""
    try:
        error = answer.json()['error']
        return error if error['code'] == answer.status_code else {}
    except (AttributeError, ValueError, LookupError, TypeError):
        return {}


def _unavailable(text, *values):
    """Log an error, and return what the caller gets of it."""
    LOG.error(text, *values)
    return exceptions.IdentityUnavailable()
