"""Authentication by tokens of Keystone, with keystonemiddleware."""

import logging
import math
import threading
import time

from keystoneauth1 import exceptions as client_errors
from keystonemiddleware import auth_token
from keystonemiddleware.auth_token import _exceptions as validation_errors

from placement_inv import exceptions
from placement_inv.web import request as web_request
from placement_inv.web.middleware import challenge

LOG = logging.getLogger(__name__)

#: What the library takes for an outage of Keystone.
_OUTAGES = (
    client_errors.ConnectFailure,
    client_errors.DiscoveryFailure,
    client_errors.RequestTimeout,
    validation_errors.ServiceError,
)
_SECONDS_BETWEEN_CHECKS = 5

_CHALLENGE_HEADER = 'WWW-Authenticate'


def middleware(application, conf):
    """Wrap `application` in the validation of tokens by Keystone.

    Logs an error if no token can be validated with the configuration.
    """
    problem = configuration_problem(conf)
    if problem:
        LOG.error('%s', problem)
    return BearerTokens(TokenValidation(application, conf))


class BearerTokens:
    """Accepts a token of Keystone also as a bearer token.

    Clients of AWX do not send X-Auth-Token. An empty one is no token.
    """

    def __init__(self, validation):
        self._validation = validation
        self.check_readiness = validation.check_readiness

    def __call__(self, environ, start_response):
        scheme, _, value = environ.get('HTTP_AUTHORIZATION', '').partition(' ')
        token = environ.get('HTTP_X_AUTH_TOKEN', '').strip()
        if scheme.lower() == 'bearer' and not token:
            environ['HTTP_X_AUTH_TOKEN'] = value.strip()
        return self._validation(environ, start_response)


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
        'and every request with a token is refused with 503. Set auth_type, '
        'auth_url and the credentials of the user by whom this service asks '
        'Keystone, or choose another [api]auth_strategy'
    )


class TokenValidation(auth_token.AuthProtocol):
    """Validates tokens, but leaves it to the families to refuse callers."""

    def __init__(self, application, conf, clock=time.monotonic):
        super().__init__(
            application,
            {'oslo_config_config': conf, 'delay_auth_decision': True},
        )
        self._clock = clock
        self._lock = threading.Lock()
        self._next_check = -math.inf
        self._problem = None
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

    def process_request(self, request):
        """Let the family answer 503 if Keystone cannot be asked.

        Without Keystone nobody knows whether a token is valid: a client must
        not believe that it is not. A caller whose service token is invalid is
        unknown, as the library has it where it refuses callers itself.
        """
        try:
            response = super().process_request(request)
            if request.service_token and not request.service_token_valid:
                request.remove_auth_headers()
            return response
        except exceptions.IdentityUnavailable as error:
            request.remove_auth_headers()
            # The family renders the error in its own form.
            request.environ[web_request.REFUSAL_KEY] = error
            return None

    def fetch_token(self, token, **options):
        """Return Keystone's data of a token; InvalidToken if there is none.

        Raises IdentityUnavailable if Keystone does not answer, or not this
        service's user, or if the response is not Keystone's (such as a page
        of a proxy), which raises errors of many kinds.
        """
        try:
            return super().fetch_token(token, **options)
        except auth_token.InvalidToken as error:
            # The library raises it in place of what happened.
            if isinstance(error.__context__, _OUTAGES):
                raise exceptions.IdentityUnavailable() from error
            raise
        except Exception as error:
            LOG.error('Unable to validate a token: %r', error)
            LOG.debug('Where the validation failed', exc_info=True)
            raise exceptions.IdentityUnavailable() from error

    def check_readiness(self):
        """Raise IdentityUnavailable unless tokens can be validated.

        It validates the token of this service's own user, at most once in
        some seconds.
        """
        with self._lock:
            if self._clock() >= self._next_check:
                self._problem = self._find_problem()
                self._next_check = self._clock() + _SECONDS_BETWEEN_CHECKS
            if self._problem:
                raise exceptions.IdentityUnavailable()

    def _find_problem(self):
        """Return the error of a validation, None if there is none."""
        try:
            token = self._session.get_token(self._auth)
            self._identity_server.verify_token(token)
        except Exception as error:
            LOG.warning('Keystone does not validate tokens: %r', error)
            if self._auth:
                # Another attempt authenticates again.
                self._session.invalidate(self._auth)
            return error
        return None
