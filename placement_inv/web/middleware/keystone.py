"""Callers with a token of Keystone, as keystonemiddleware finds them."""

import logging

from keystonemiddleware import auth_token

from placement_inv.web.middleware import challenge

LOG = logging.getLogger(__name__)

_CHALLENGE_HEADER = 'WWW-Authenticate'


def middleware(application, conf):
    """Wrap `application` in the validation of tokens by Keystone.

    A configuration by which no token can be validated is logged.
    """
    problem = configuration_problem(conf)
    if problem:
        LOG.error('%s', problem)
    validation = TokenValidation(application, conf)

    def accept_bearer(environ, start_response):
        # Clients of AWX know no X-Auth-Token. An empty one is no token.
        scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
        token = environ.get('HTTP_X_AUTH_TOKEN', '').strip()
        if scheme.lower() == 'bearer' and not token:
            environ['HTTP_X_AUTH_TOKEN'] = value.strip()
        return validation(environ, start_response)

    return accept_bearer


def configuration_problem(conf):
    """Return why no token can be validated, None where that is not known."""
    if conf.api.auth_strategy != 'keystone':
        return None
    # The library does so, too, but only when its middleware is made.
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

    def fetch_token(self, token, **options):
        """Return what Keystone says of a token; InvalidToken for nothing.

        The library handles a Keystone that cannot be reached. A missing auth
        plugin, or an answer that Keystone would not give (such as a page of
        a proxy), raises errors of many kinds. Whatever it is, nobody has
        proved to be the caller.
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
