"""Passwords, tokens and sessions of this service beside tokens of Keystone.

Clients of AWX know passwords and bearer tokens alone. Their users are those of
Keystone, which is asked for the roles of each caller.
"""

import re

from placement_inv import exceptions
from placement_inv.web import errors
from placement_inv.web import keystone_directory
from placement_inv.web import request
from placement_inv.web import token_scope
from placement_inv.web.middleware import auth
from placement_inv.web.middleware import client_address

#: Where a password may be sent although `basic_with_keystone` is false:
#: clients of AWX exchange it for a token, and end the token with it.
_TOKENS = re.compile(r'/api/v2/(tokens|users/[^/]+/(personal_)?tokens)(/|$)')


class Callers:
    """Finds callers by the keys of this service.

    `validation` is the application behind the validation of tokens of
    Keystone: it gets all other requests.
    """

    def __init__(self, application, validation, conf, credentials, keys):
        self._application = application
        self._validation = validation
        self._conf = conf
        self._credentials = credentials
        self._keys = keys
        self.check_readiness = validation.check_readiness

    def __call__(self, environ, start_response):
        find = self._choose(environ)
        if find is None:
            return self._validation(environ, start_response)
        auth.forget_claims(environ)
        try:
            find(environ)
        except (exceptions.Unavailable, errors.HTTPError) as error:
            # The family renders the error in its own form.
            environ[request.REFUSAL_KEY] = error
        return self._application(environ, start_response)

    def _choose(self, environ):
        """Return the method that finds the caller; None for no key of ours."""
        if environ.get('HTTP_X_AUTH_TOKEN', '').strip():
            return None
        scheme, value = auth.read_authorization(environ)
        if scheme == 'bearer' and self._keys.is_token(value):
            return self._find_by_token
        if scheme == 'basic' and self._takes_passwords(environ):
            return self._find_by_password
        # A header goes before a cookie, which browsers send by themselves.
        if not scheme and auth.read_session_secret(environ):
            return self._find_by_session
        return None

    def _takes_passwords(self, environ):
        if self._conf.host_inventory.basic_with_keystone:
            return auth.is_below_api(environ)
        return _TOKENS.match(environ.get('PATH_INFO', '')) is not None

    def _find_by_token(self, environ):
        _scheme, secret = auth.read_authorization(environ)
        self._admit_holder(environ, self._keys.find_by_token(secret))

    def _find_by_session(self, environ):
        secret = auth.read_session_secret(environ)
        holder = self._keys.find_by_session(secret)
        self._admit_holder(environ, holder, auth.csrf_token(secret))

    def _find_by_password(self, environ):
        _scheme, value = auth.read_authorization(environ)
        name, password = auth.read_basic_credentials(value)
        if not name or not auth.is_name(name):
            return
        login = self._credentials.log_in(
            name,
            password,
            client_address.find_address(environ),
            remembers=_TOKENS.match(environ.get('PATH_INFO', '')) is None,
        )
        if login and self._admit(environ, login.external_id, login):
            environ[token_scope.LOGIN_NAME_KEY] = name

    def _admit_holder(self, environ, holder, csrf=None):
        if holder and self._admit(environ, holder.name, holder):
            environ[token_scope.KEY] = token_scope.TokenScope(
                holder.user_id, holder.read_only, csrf
            )

    def _admit(self, environ, user_id, key):
        """Set the headers of what Keystone says of the owner of a key.

        Tell whether there is one. `key` is a Login or a Holder. One without
        project and domain was created with another strategy.
        """
        if not key.project_id and not key.domain_id:
            return False
        scope = (user_id, key.project_id, key.domain_id)
        try:
            identity = self._credentials.find_identity(*scope)
        except keystone_directory.Deleted:
            auth.try_to_write(self._keys.end_scope, *scope)
            return False
        if identity is None:
            return False
        auth.confirm(environ, user_id, identity.headers())
        return True
