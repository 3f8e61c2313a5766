"""A tree of providers, as compute services and network agents cache it."""

from placement_inv.tests.clients import session

#: How often a write is tried again after a conflict.
_RETRIES = 10


class Tree:
    """One service's copy of a tree that other services write to, too."""

    def __init__(self, api, root):
        self._api = api
        self.root = root
        self.generations = {}
        #: The number of conflicts with other writers.
        self.conflicts = 0

    def ensure(self, uuid, name, parent=None):
        """Create a provider, unless it exists."""
        body = {'uuid': uuid, 'name': name}
        if parent:
            body['parent_provider_uuid'] = parent
        try:
            self._api.do('POST', '/resource_providers', '1.20', body)
        except session.RequestError as error:
            if error.status != 409:
                raise
        self.refresh()

    def refresh(self):
        """Read the providers and their generations again."""
        body = self._api.do(
            'GET', f'/resource_providers?in_tree={self.root}', '1.14'
        )
        self.generations = {
            provider['uuid']: provider['generation']
            for provider in body['resource_providers']
        }

    def delete(self, uuid):
        self._api.do('DELETE', f'/resource_providers/{uuid}', '1.23')
        del self.generations[uuid]

    def set_inventories(self, uuid, **totals):
        inventories = {
            name: {'total': total} for name, total in totals.items()
        }
        self._put(uuid, 'inventories', '1.26', inventories=inventories)

    def set_traits(self, uuid, *names):
        for name in names:
            if name.startswith('CUSTOM_'):
                self._api.do('PUT', f'/traits/{name}', '1.6')
        self._put(uuid, 'traits', '1.6', traits=names)

    def set_aggregates(self, uuid, *aggregates):
        self._put(uuid, 'aggregates', '1.19', aggregates=aggregates)

    def _put(self, uuid, noun, version, **body):
        """Write with the known generation; refresh it if it is stale."""
        path = f'/resource_providers/{uuid}/{noun}'
        for turn in range(_RETRIES + 1):
            body['resource_provider_generation'] = self.generations[uuid]
            try:
                response = self._api.do('PUT', path, version, body)
            except session.RequestError as error:
                if 'generation' not in error.detail or turn == _RETRIES:
                    raise
                self.conflicts += 1
                self.refresh()
            else:
                self.generations[uuid] = response[
                    'resource_provider_generation'
                ]
                return
