"""Authentication by tokens of Keystone, with keystonemiddleware."""

import logging

from keystonemiddleware import auth_token

from placement_inv.web.middleware import challenge

LOG = logging.getLogger(__name__)

_CHALLENGE_HEADER = 'WWW-Authenticate'


def middleware(application, conf):
    """Wrap `application` in the validation of tokens by Keystone.

    Logs an error if no token can be validated with the configuration.
    """
    problem = configuration_problem(conf)
    if problem:
        LOG.error('%s', problem)
    validation = TokenValidation(application, conf)

    def accept_bearer(environ, start_response):
        # Clients of AWX do not send X-Auth-Token. An empty one is no token.
        scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
        token = environ.get('HTTP_X_AUTH_TOKEN', '').strip()
        if scheme.lower() == 'bearer' and not token:
            environ['HTTP_X_AUTH_TOKEN'] = value.strip()
        return validation(environ, start_response)

    return accept_bearer


def configuration_problem(conf):
    """Return why no token can be validated, None if no reason is known."""
    if conf.api.auth_strategy != 'keystone':
        return None
    # The library registers them, too, but only in its middleware.
    for group, options in auth_token.list_opts():
        conf.register_opts(options, group=group)
    options = conf.keystone_authtoken
    if options.auth_type or options.auth_section:
        return None
    return (
        '[keystone_authtoken]auth_type is not set: no token can be validated, '
        'and every caller is refused with 401. Set auth_type, auth_url and '
        'the credentials by which this service asks Keystone, or choose '
        'another [api]auth_strategy'
    )


class TokenValidation(auth_token.AuthProtocol):
    """Validates tokens, but leaves it to the families to refuse callers."""

    def __init__(self, application, conf):
        super().__init__(
            application,
            {'oslo_config_config': conf, 'delay_auth_decision': True},
        )
        # After the library has registered its options.
        self._challenge = challenge.keystone_challenge(conf)

    def process_response(self, response):
        """Make sure that a 401 has one WWW-Authenticate.

        The library would add a second value, and without
        `www_authenticate_uri` ask Keystone for an address, which can fail.
        """
        if response.status_int == 401:
            response.headers.setdefault(_CHALLENGE_HEADER, self._challenge)
        return response

    def fetch_token(self, token, **options):
        """Return Keystone's data of a token; raise InvalidToken without any.

        The library handles a Keystone that cannot be reached. A missing auth
        plugin, or a response that is not Keystone's (such as a page of a
        proxy), raises errors of many kinds. After any of them the caller is
        unknown.
        """
        try:
            return super().fetch_token(token, **options)
        except auth_token.InvalidToken:
            raise
        except Exception as error:
            LOG.error('Unable to validate a token: %r', error)
            LOG.debug('Where the validation failed', exc_info=True)
            raise auth_token.InvalidToken(
                'the token could not be validated'
            ) from error
