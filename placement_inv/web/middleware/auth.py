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

#: The cookie of a session; clients of AWX know the name.
SESSION_COOKIE = 'awx_sessionid'
_API = '/api'

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
        scheme, value = read_authorization(environ)
        # A header goes before a cookie, which browsers send by themselves.
        if scheme == 'basic':
            user, password = read_basic_credentials(value)
            login = user and self._credentials.log_in(
                user, password, client_address.find_address(environ)
            )
            if login:
                identity = {
                    'HTTP_X_PROJECT_ID': login.external_id,
                    'HTTP_X_USER_NAME': login.name,
                }
                if 'HTTP_X_ROLES' in claims:
                    identity['HTTP_X_ROLES'] = claims['HTTP_X_ROLES']
                self._admit(environ, login.external_id, identity)
        elif scheme == 'bearer':
            self._admit_token(environ, value)
        elif not scheme:
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
        secret = read_session_secret(environ)
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
        return try_to_write(self._keys.end_all, user)

    def _admit_holder(self, environ, holder, csrf=None):
        identity = {
            'HTTP_X_PROJECT_ID': holder.name,
            'HTTP_X_USER_NAME': self._credentials.name_of(holder.name),
        }
        self._admit(environ, holder.name, identity)
        environ[token_scope.KEY] = token_scope.TokenScope(
            holder.user_id, holder.read_only, csrf
        )


def try_to_write(write, *values):
    """Call `write(*values)`; tell whether the database accepts writes."""
    try:
        write(*values)
    except exceptions.DatabaseUnwritable:
        return False
    return True


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
    in the WSGI environment. The user's name is `user` if they have no other.
    """
    environ.update(
        {'HTTP_X_USER_NAME': user, **identity},
        HTTP_X_USER_ID=user,
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


def is_below_api(environ):
    """Tell whether a request is for the family of AWX's clients."""
    path = environ.get('PATH_INFO', '')
    return path == _API or path.startswith(f'{_API}/')


def read_authorization(environ):
    """Return the scheme of the header Authorization, in lower case, and rest.

    The scheme is '' without a header.
    """
    scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
    return scheme.lower(), value.strip()


def read_session_secret(environ):
    """Return the secret in the cookie of a session, None without one.

    Sessions are only for the family whose bodies are never forms.
    """
    if not is_below_api(environ):
        return None
    return request.Request(environ).cookie(SESSION_COOKIE)


def read_basic_credentials(value):
    """Return (user, password), or (None, None) if the value is malformed."""
    try:
        text = base64.b64decode(value, validate=True).decode()
    except ValueError:
        # Not base64, characters beyond ASCII, or not UTF-8.
        return None, None
    user, colon, password = text.partition(':')
    return (user, password) if colon else (None, None)
