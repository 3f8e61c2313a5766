"""The middleware that finds callers, by the strategy of authentication."""

from placement_inv.web.middleware import auth
from placement_inv.web.middleware import keystone
from placement_inv.web.middleware import keystone_keys


def middleware(application, conf, credentials, keys):
    """Wrap `application` in the strategy of `[api]auth_strategy`.

    `credentials` are those of the strategy; `keys` finds the owner of a token
    or a session (`find_by_token(secret)`, `find_by_session(secret)`).
    """
    if conf.api.auth_strategy == 'keystone':
        return keystone_keys.Callers(
            application,
            keystone.middleware(application, conf),
            conf,
            credentials,
            keys,
        )
    return auth.Callers(
        application,
        credentials,
        keys,
        trusts_names=conf.api.auth_strategy == 'noauth2',
    )
