"""A tree of providers, kept as compute services and network agents do."""

from placement_inv.tests.clients import session

#: How often a write is tried again after somebody else was faster.
_RETRIES = 10


class Tree:
    """What one service knows of a tree that others write to as well."""

    def __init__(self, api, root):
        self._api = api
        self.root = root
        self.generations = {}
        #: How often somebody else was faster.
        self.conflicts = 0

    def ensure(self, uuid, name, parent=None):
        """Create a provider, unless it is there already."""
        wanted = {'uuid': uuid, 'name': name}
        if parent:
            wanted['parent_provider_uuid'] = parent
        try:
            self._api.do('POST', '/resource_providers', '1.20', wanted)
        except session.Refused as refused:
            if refused.status != 409:
                raise
        self.refresh()

    def refresh(self):
        """Read anew which providers there are, and their generations."""
        found = self._api.do(
            'GET', f'/resource_providers?in_tree={self.root}', '1.14'
        )
        self.generations = {
            provider['uuid']: provider['generation']
            for provider in found['resource_providers']
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

    def _put(self, uuid, what, version, **body):
        """Write under the generation we know; learn it anew if it is stale."""
        path = f'/resource_providers/{uuid}/{what}'
        for turn in range(_RETRIES + 1):
            body['resource_provider_generation'] = self.generations[uuid]
            try:
                answer = self._api.do('PUT', path, version, body)
            except session.Refused as refused:
                if 'generation' not in refused.detail or turn == _RETRIES:
                    raise
                self.conflicts += 1
                self.refresh()
            else:
                self.generations[uuid] = answer['resource_provider_generation']
                return
