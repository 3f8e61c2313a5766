"""What each strategy of authentication says of users and passwords.

`prove` a user's password, the `roles_of` a user (None for one who may not
call), and the `stamp` that changes with a user's password. Where
`gives_keys` is false, sessions and personal access tokens are not given: who
may call is then decided elsewhere, with every request.
"""

from placement_inv.web import htpasswd

ADMIN = 'admin'


def of(conf):
    """Return the credentials of `[api]auth_strategy`."""
    return _STRATEGIES[conf.api.auth_strategy](conf)


class Believed:
    """Users are who they say they are; one of them is the admin."""

    gives_keys = True

    def __init__(self, _conf):
        """Take the configuration that every strategy is made with."""

    def prove(self, user, password):
        return bool(user)

    def roles_of(self, user):
        return ADMIN if user == ADMIN else ''

    def stamp(self, user):
        return ''


class Listed:
    """Users are in an htpasswd file; all of them have the same roles."""

    gives_keys = True

    def __init__(self, conf):
        self._passwords = htpasswd.Passwords(
            conf.api.http_basic_auth_user_file
        )
        self._roles = ','.join(conf.api.http_basic_roles)

    def prove(self, user, password):
        return self._passwords.prove(user, password)

    def roles_of(self, user):
        return self._roles if self._passwords.knows(user) else None

    def stamp(self, user):
        return self._passwords.stamp(user)


class Elsewhere:
    """Keystone knows users; their passwords are not for this service."""

    gives_keys = False

    def __init__(self, _conf):
        """Take the configuration that every strategy is made with."""

    def prove(self, user, password):
        return False

    def roles_of(self, user):
        return None

    def stamp(self, user):
        return ''


_STRATEGIES = {
    'noauth2': Believed,
    'http_basic': Listed,
    'keystone': Elsewhere,
}
