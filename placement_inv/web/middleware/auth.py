"""Authentication: finds the caller by headers and cookies of a request.

Each strategy only finds the caller, and sets the headers of keystonemiddleware
in the WSGI environment. The families decide which paths need a caller, and
refuse requests without one.
"""

import base64
import hashlib
import hmac

from placement_inv import exceptions
from placement_inv.web import errors
from placement_inv.web import request
from placement_inv.web import token_scope
from placement_inv.web.middleware import client_address
from placement_inv.web.middleware import keystone

#: The cookie of a session; clients of AWX know the name.
SESSION_COOKIE = 'awx_sessionid'
#: Sessions are only for this family: its bodies are never forms.
_SESSION_PREFIX = '/api'

#: Prefixes of headers that only the authentication may set: oslo.context
#: trusts all of them, also old ones such as X-User and X-Tenant.
_IDENTITY_PREFIXES = (
    'HTTP_OPENSTACK_SYSTEM_SCOPE',
    'HTTP_X_DOMAIN',
    'HTTP_X_IDENTITY',
    'HTTP_X_IS_ADMIN',
    'HTTP_X_PROJECT',
    'HTTP_X_ROLE',
    'HTTP_X_SERVICE',
    'HTTP_X_TENANT',
    'HTTP_X_USER',
)

#: Headers by which a client may say more of itself than its trusted name.
_TRUSTED_HEADERS = (
    'HTTP_OPENSTACK_SYSTEM_SCOPE',
    'HTTP_X_DOMAIN_ID',
    'HTTP_X_PROJECT_ID',
    'HTTP_X_ROLES',
)

#: The length of the database's columns of names.
_MAX_NAME_LENGTH = 255


def middleware(application, conf, credentials, keys):
    """Wrap `application` in the strategy of `[api]auth_strategy`.

    `credentials` are those of the strategy; `keys` finds the owner of a token
    or a session (`find_by_token(secret)`, `find_by_session(secret)`).
    """
    if conf.api.auth_strategy == 'keystone':
        return keystone.middleware(application, conf)
    return Callers(
        application,
        credentials,
        keys,
        trusts_names=conf.api.auth_strategy == 'noauth2',
    )


class Callers:
    """Finds the caller by password, token, session or name.

    With `trusts_names`, X-Auth-Token names the caller: `admin`, or
    `user:project`, and `_TRUSTED_HEADERS` say more. Without X-Roles `admin`
    is the admin and other callers have no role. Without X-Project-Id the
    project is the token's; a system-scoped caller has none.
    """

    def __init__(self, application, credentials, keys, trusts_names):
        self._application = application
        self._credentials = credentials
        self._keys = keys
        self._trusts_names = trusts_names

    def __call__(self, environ, start_response):
        claims = _trusted_claims(environ) if self._trusts_names else {}
        forget_claims(environ)
        try:
            self._end_keys_of_former_users()
            self._find(environ, claims)
        except (exceptions.Unavailable, errors.TooManyAttempts) as error:
            # The family renders the error in its own form.
            environ[request.REFUSAL_KEY] = error
        return self._application(environ, start_response)

    def _end_keys_of_former_users(self):
        for user in self._credentials.former_users():
            if self._end_keys(user):
                self._credentials.forget(user)

    def _find(self, environ, claims):
        token = environ.get('HTTP_X_AUTH_TOKEN')
        if self._trusts_names and token:
            user, _, project = token.partition(':')
            if 'HTTP_OPENSTACK_SYSTEM_SCOPE' not in claims:
                claims.setdefault('HTTP_X_PROJECT_ID', project or user)
            self._admit(environ, user, claims)
            return
        scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
        # A header goes before a cookie, which browsers send by themselves.
        if scheme.lower() == 'basic':
            user, password = _basic_credentials(value)
            if user and self._credentials.check_password(
                user, password, client_address.find_address(environ)
            ):
                identity = {'HTTP_X_PROJECT_ID': user}
                if 'HTTP_X_ROLES' in claims:
                    identity['HTTP_X_ROLES'] = claims['HTTP_X_ROLES']
                self._admit(environ, user, identity)
        elif scheme.lower() == 'bearer':
            self._admit_token(environ, value.strip())
        elif not scheme and _is_below(environ, _SESSION_PREFIX):
            self._admit_session(environ)

    def _admit(self, environ, user, identity):
        """Record `user`, with the identity headers of {name: value}."""
        roles = identity.get('HTTP_X_ROLES')
        if roles is None:
            roles = self._credentials.find_roles(user)
        if roles is not None and is_name(user):
            confirm(environ, user, identity | {'HTTP_X_ROLES': roles})

    def _admit_token(self, environ, secret):
        holder = self._end_if_former_user(self._keys.find_by_token(secret))
        if holder and self._credentials.accepts_fingerprint(
            holder.name, holder.stamp
        ):
            self._admit_holder(environ, holder)

    def _admit_session(self, environ):
        secret = request.Request(environ).cookie(SESSION_COOKIE)
        holder = self._end_if_former_user(
            self._keys.find_by_session(secret) if secret else None
        )
        if holder and holder.stamp == self._credentials.password_fingerprint(
            holder.name
        ):
            self._admit_holder(environ, holder, csrf_token(secret))

    def _end_if_former_user(self, holder):
        """Return the owner of a key, None if the account was deleted.

        The keys of a deleted account are ended, because another user may get
        the name later.
        """
        if holder is None:
            return None
        if self._credentials.lacks(holder.name):
            self._end_keys(holder.name)
            return None
        # Their keys could not be ended yet, and may be of the account before.
        if holder.name in self._credentials.former_users():
            return None
        return holder

    def _end_keys(self, user):
        """Delete a user's keys; tell whether the database accepts writes."""
        try:
            self._keys.end_all(user)
        except exceptions.DatabaseUnwritable:
            return False
        return True

    def _admit_holder(self, environ, holder, csrf=None):
        self._admit(environ, holder.name, {'HTTP_X_PROJECT_ID': holder.name})
        environ[token_scope.KEY] = token_scope.TokenScope(
            holder.user_id, holder.read_only, csrf
        )


def csrf_token(secret):
    """Return the CSRF token of a session."""
    return hmac.new(secret.encode(), b'csrf', hashlib.sha256).hexdigest()


def forget_claims(environ):
    """Remove identity headers, which only the authentication may set."""
    for key in list(environ):
        if key.startswith(_IDENTITY_PREFIXES):
            del environ[key]


def confirm(environ, user, identity):
    """Set the identity headers of an authenticated caller.

    `identity` are those of roles and scope, as keystonemiddleware names them
    in the WSGI environment.
    """
    environ.update(
        identity,
        HTTP_X_USER_ID=user,
        HTTP_X_USER_NAME=user,
        HTTP_X_IDENTITY_STATUS='Confirmed',
    )


def _trusted_claims(environ):
    """Return what the client says of its roles and scope.

    An empty scope or project is none; empty roles are no roles at all.
    """
    return {
        name: environ[name]
        for name in _TRUSTED_HEADERS
        if environ.get(name) or (name == 'HTTP_X_ROLES' and name in environ)
    }


def is_name(user):
    """Tell whether a text can be the name of a user."""
    return 0 < len(user) <= _MAX_NAME_LENGTH and '\0' not in user


def _is_below(environ, prefix):
    path = environ.get('PATH_INFO', '')
    return path == prefix or path.startswith(f'{prefix}/')


def _basic_credentials(value):
    """Return (user, password), or (None, None) if the value is malformed."""
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except ValueError:
        # Not base64, characters beyond ASCII, or not UTF-8.
        return None, None
    user, colon, password = text.partition(':')
    return (user, password) if colon else (None, None)
