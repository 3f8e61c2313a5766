"""The value of WWW-Authenticate, by the strategy of authentication."""

from placement_inv.web import request


class Challenge:
    """Puts the value of WWW-Authenticate into the WSGI environment."""

    def __init__(self, application, conf):
        self._application = application
        self._challenge = _CHALLENGES[conf.api.auth_strategy](conf)

    def __call__(self, environ, start_response):
        environ[request.CHALLENGE_KEY] = self._challenge
        return self._application(environ, start_response)


def keystone_challenge(conf):
    """Return the challenge of the strategy `keystone`.

    Call it after keystonemiddleware has registered its options.
    """
    uri = conf.keystone_authtoken.www_authenticate_uri
    return f'Keystone uri="{uri}"' if uri else 'Keystone'


_CHALLENGES = {
    # Any token is accepted: there is nothing to ask for.
    'noauth2': lambda _conf: None,
    'http_basic': lambda _conf: 'Basic realm="placement-inv"',
    'keystone': keystone_challenge,
}
