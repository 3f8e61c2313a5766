"""Who is calling: the headers and cookies by which callers prove it.

Each strategy only finds out who the caller is and leaves the finding in the
WSGI environment under the headers that keystonemiddleware uses; whether a
path needs a caller, and how a refusal looks, is the family's matter.
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

#: The cookie of a session, by the name that AWX's clients know.
SESSION_COOKIE = 'awx_sessionid'
#: Sessions are for this family: its bodies are never forms.
_SESSIONS_BELOW = '/api'

#: How headers begin that only the authentication may set: oslo.context
#: believes them all, also such as X-User and X-Tenant of long ago.
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

#: What a database keeps of a name.
_LONGEST_NAME = 255


def middleware(application, conf, credentials, keys):
    """Wrap `application` in the strategy of `[api]auth_strategy`.

    `credentials` are those of the strategy; `keys` finds who holds a token
    or a session (`of_token(secret)`, `of_session(secret)`).
    """
    if conf.api.auth_strategy == 'keystone':
        return keystone.middleware(application, conf)
    believes = conf.api.auth_strategy == 'noauth2'
    return Callers(application, credentials, keys, believes)


class Callers:
    """Finds the caller by password, token, session or mere word.

    `believes` lets X-Auth-Token name the caller: `admin`, or
    `user:project`. Roles are then those in X-Roles; where it is not sent,
    `admin` is the admin and others have none.
    """

    def __init__(self, application, credentials, keys, believes):
        self._application = application
        self._credentials = credentials
        self._keys = keys
        self._believes = believes

    def __call__(self, environ, start_response):
        roles = environ.get('HTTP_X_ROLES') if self._believes else None
        forget_claims(environ)
        try:
            self._end_keys_of_former_users()
            self._find(environ, roles)
        except (exceptions.Unavailable, errors.TooManyAttempts) as error:
            # The family says it, in its own words.
            environ[request.REFUSAL_KEY] = error
        return self._application(environ, start_response)

    def _end_keys_of_former_users(self):
        for user in self._credentials.former_users():
            self._keys.end_all(user)
            self._credentials.forget(user)

    def _find(self, environ, roles):
        token = environ.get('HTTP_X_AUTH_TOKEN')
        if self._believes and token:
            user, _, project = token.partition(':')
            self._admit(environ, user, project or user, roles)
            return
        scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
        # What a header says goes before a cookie: the client means it.
        if scheme.lower() == 'basic':
            user, password = _basic_credentials(value)
            if user and self._credentials.check_password(
                user, password, client_address.find_address(environ)
            ):
                self._admit(environ, user, user, roles)
        elif scheme.lower() == 'bearer':
            self._admit_token(environ, value.strip())
        elif not scheme and _is_below(environ, _SESSIONS_BELOW):
            self._admit_session(environ)

    def _admit(self, environ, user, project, roles=None):
        if roles is None:
            roles = self._credentials.roles_of(user)
        if roles is not None and is_name(user):
            confirm(environ, user, project, roles)

    def _admit_token(self, environ, secret):
        holder = self._present(self._keys.of_token(secret))
        if holder and self._credentials.accepts_fingerprint(
            holder.name, holder.stamp
        ):
            self._admit_holder(environ, holder)

    def _admit_session(self, environ):
        secret = request.Request(environ).cookie(SESSION_COOKIE)
        holder = self._present(
            self._keys.of_session(secret) if secret else None
        )
        if holder and holder.stamp == self._credentials.password_fingerprint(
            holder.name
        ):
            self._admit_holder(environ, holder, csrf_token(secret))

    def _present(self, holder):
        """Return the holder of a key, None for one whose account is gone."""
        if holder is not None and self._credentials.lacks(holder.name):
            # The name may be given to somebody else.
            self._keys.end_all(holder.name)
            return None
        return holder

    def _admit_holder(self, environ, holder, csrf=None):
        self._admit(environ, holder.name, holder.name)
        environ[token_scope.KEY] = token_scope.TokenScope(
            holder.user_id, holder.read_only, csrf
        )


def csrf_token(secret):
    """Return what the requests of a session show besides its cookie."""
    return hmac.new(secret.encode(), b'csrf', hashlib.sha256).hexdigest()


def forget_claims(environ):
    """Drop what a client claims about itself in identity headers."""
    for key in list(environ):
        if key.startswith(_IDENTITY_PREFIXES):
            del environ[key]


def confirm(environ, user, project, roles):
    """Record a caller who proved, or need not prove, to be `user`."""
    environ.update(
        {
            'HTTP_X_USER_ID': user,
            'HTTP_X_USER_NAME': user,
            'HTTP_X_PROJECT_ID': project,
            'HTTP_X_ROLES': roles,
            'HTTP_X_IDENTITY_STATUS': 'Confirmed',
        }
    )


def is_name(user):
    """Tell whether a user can be called so."""
    return 0 < len(user) <= _LONGEST_NAME and '\0' not in user


def _is_below(environ, prefix):
    path = environ.get('PATH_INFO', '')
    return path == prefix or path.startswith(f'{prefix}/')


def _basic_credentials(value):
    """Return (user, password), None and None without valid ones."""
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except ValueError:
        # No base64, characters beyond ASCII in it, or no UTF-8.
        return None, None
    user, found, password = text.partition(':')
    return (user, password) if found else (None, None)
