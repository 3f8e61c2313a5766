"""Callers with a token of Keystone, as keystonemiddleware finds them."""

from keystonemiddleware import auth_token

from placement_inv.web.middleware import challenge

_CHALLENGE_HEADER = 'WWW-Authenticate'


def middleware(application, conf):
    """Wrap `application` in the validation of tokens by Keystone."""
    validation = TokenValidation(application, conf)

    def accept_bearer(environ, start_response):
        # Clients of AWX know no X-Auth-Token.
        scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
        if scheme.lower() == 'bearer':
            environ.setdefault('HTTP_X_AUTH_TOKEN', value.strip())
        return validation(environ, start_response)

    return accept_bearer


class TokenValidation(auth_token.AuthProtocol):
    """Leaves it to the families to refuse callers, in their own words."""

    def __init__(self, application, conf):
        super().__init__(
            application,
            {'oslo_config_config': conf, 'delay_auth_decision': True},
        )
        # After the library has registered its options.
        self._challenge = challenge.keystone_challenge(conf)

    def process_response(self, response):
        """Make sure that a 401 tells, once, how to get in.

        The library would add its own value to the one that is there, and
        without `www_authenticate_uri` look for an address, which can fail.
        """
        if response.status_int == 401:
            response.headers.setdefault(_CHALLENGE_HEADER, self._challenge)
        return response
