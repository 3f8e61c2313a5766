"""Who is calling: one middleware for each authentication strategy.

Each only finds out who the caller is and leaves the finding in the WSGI
environment under the headers that keystonemiddleware uses; whether a path
needs a caller, and how a refusal looks, is the family's matter.
"""

import base64
import binascii

from keystonemiddleware import auth_token
from oslo_middleware import basic_auth
import webob.exc

#: Headers that only the authentication may set.
_IDENTITY_KEYS = (
    'HTTP_X_USER_ID',
    'HTTP_X_USER_NAME',
    'HTTP_X_PROJECT_ID',
    'HTTP_X_IDENTITY_STATUS',
)


def middleware(application, conf):
    """Wrap `application` in the strategy of `[api]auth_strategy`."""
    return _STRATEGIES[conf.api.auth_strategy](application, conf)


class NoAuth:
    """Believes the token: `admin`, or `user:project`.

    Roles are those in X-Roles; where it is not sent, `admin` is the admin
    and others have none.
    """

    def __init__(self, application, _conf):
        self._application = application

    def __call__(self, environ, start_response):
        roles = environ.get('HTTP_X_ROLES')
        forget_claims(environ)
        token = environ.get('HTTP_X_AUTH_TOKEN')
        if token:
            user, _, project = token.partition(':')
            if roles is None:
                roles = 'admin' if user == 'admin' else ''
            confirm(environ, user, project or user, roles)
        return self._application(environ, start_response)


class HTTPBasic:
    """Checks user and password against an htpasswd file."""

    def __init__(self, application, conf):
        self._application = application
        self._file = conf.api.http_basic_auth_user_file
        self._roles = ','.join(conf.api.http_basic_roles)

    def __call__(self, environ, start_response):
        forget_claims(environ)
        user, password = _basic_credentials(environ)
        if user is not None and self._knows(user, password):
            confirm(environ, user, user, self._roles)
        return self._application(environ, start_response)

    def _knows(self, user, password):
        try:
            basic_auth.authenticate(self._file, user, password.encode())
        except webob.exc.HTTPException:
            # The library has logged why: no such user, or no readable file.
            return False
        return True


def _keystone(application, conf):
    # The family refuses callers without identity, in its own words.
    return auth_token.AuthProtocol(
        application, {'oslo_config_config': conf, 'delay_auth_decision': True}
    )


def forget_claims(environ):
    """Drop what a client claims about itself in identity headers."""
    for key in (*_IDENTITY_KEYS, 'HTTP_X_ROLES'):
        environ.pop(key, None)


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


def _basic_credentials(environ):
    """Return (user, password), None and None without valid ones."""
    scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
    if scheme.lower() != 'basic':
        return None, None
    try:
        text = base64.b64decode(value.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None, None
    user, found, password = text.partition(':')
    return (user, password) if found else (None, None)


_STRATEGIES = {
    'noauth2': NoAuth,
    'http_basic': HTTPBasic,
    'keystone': _keystone,
}
