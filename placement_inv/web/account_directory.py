"""Accounts of this service, as the authentication of a process knows them."""

import threading
import time

#: Seconds for which an account is not read again: a deleted or changed one
#: counts so long in other processes.
SECONDS = 1
_MOST = 10_000


class AccountDirectory:
    """Finds accounts, which are `account.Account` values, and keeps them.

    `use` sets where to find them; before, there are none. Finding one raises
    Unavailable while the database does not answer.
    """

    def __init__(self, clock=time.monotonic):
        self._clock = clock
        self._finder = None
        self._lock = threading.Lock()
        self._accounts = {}
        #: How many times accounts were forgotten.
        self._generation = 0

    def use(self, finder):
        """Set the object with `find_by_name(name)` and `find_by_id(id)`."""
        self._finder = finder

    def by_name(self, name):
        """Return the account with a name, or None."""
        return self._find('find_by_name', name)

    def by_id(self, external_id):
        """Return the account with an id in the authentication, or None."""
        return self._find('find_by_id', external_id)

    def forget_all(self):
        """Read accounts again, after a change in this process."""
        with self._lock:
            self._generation += 1
            self._accounts.clear()

    def _find(self, method, key):
        if self._finder is None:
            return None
        now = self._clock()
        account, until = self._accounts.get((method, key), (None, now))
        if now < until:
            return account
        generation = self._generation
        account = getattr(self._finder, method)(key)
        with self._lock:
            if generation != self._generation:
                # It may have been read before the change.
                return account
            if len(self._accounts) >= _MOST:
                self._accounts.clear()
            self._accounts[method, key] = (account, now + SECONDS)
        return account
