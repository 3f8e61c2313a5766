"""Requests to the host-inventory family, made from OPTIONS responses."""

import json
import re
from urllib import parse

from placement_inv.handlers.host_inventory import routes
from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.families import host_inventory_bodies
from placement_inv.tests.fuzz.families import host_inventory_queries
from placement_inv.tests.fuzz.families import host_inventory_world
from placement_inv.tests.fuzz.families import placement
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest
from placement_inv.web import router

_SERVICE = 'host-inventory'
_ITEM = re.compile(r'(\w+)/{\w+}')
_NEXT_PAIR = re.compile(rb'[?&](cursor|since)=([^&"]+)')
_MAX_NEXT_PAIRS = 20
_LOGIN = '/api/login'
_WRITING = ('POST', 'PUT', 'PATCH')
#: Keys of error sentences that are about no field.
_SENTENCES = {'detail', 'error', 'msg'}


class Family:
    """The host-inventory family with a few inventories."""

    def __init__(self, services):
        self._world = host_inventory_world.World(services)
        self._operations = tuple(_operations())
        self._descriptions = {}
        self._client = None
        #: The last (name, value) pairs from links to next pages.
        self._next_pairs = []

    def begin(self, client):
        """Create the rows. Descriptions are requested when they are used."""
        self._client = client
        self._world.make(client)

    def restore(self, client):
        self._world.make(client)

    def learn(self, response):
        """Remember the cursors of a response."""
        pairs = _NEXT_PAIR.findall(response.body)
        self._next_pairs += [
            (name.decode(), parse.unquote(value.decode('latin-1')))
            for name, value in pairs
        ]
        del self._next_pairs[:-_MAX_NEXT_PAIRS]

    def make_request(self, chance):
        """Return the next request; about a quarter of them are valid."""
        pattern, method, choices = chance.one(self._operations)
        version = choices[-1] if chance.often(60) else chance.one(choices)
        description = self._description(pattern, version)
        req = FuzzRequest(
            method,
            self._path(chance, pattern),
            self._query(chance, method, description),
            placement.headers(_SERVICE, version),
            self._body(chance, method, description),
            operation=f'{method} {pattern}',
        )
        if req.body and chance.often(4):
            req = host_inventory_bodies.to_yaml(chance, req)
        if pattern.endswith('/login'):
            req = host_inventory_bodies.to_form(chance, req)
        if chance.often(20):
            req = spoiling.request(chance, req, _SERVICE, '/api/')
        return req

    def _description(self, pattern, version):
        """Return the OPTIONS response of a route, requested once."""
        key = pattern, version
        if key not in self._descriptions:
            path = re.sub(r'{\w+}', '1', pattern)
            headers = placement.headers(_SERVICE, version)
            response = self._client.send(
                FuzzRequest('OPTIONS', path, headers=headers)
            )
            self._descriptions[key] = json.loads(response.body)
        return self._descriptions[key]

    def _path(self, chance, pattern):
        path = _ITEM.sub(
            lambda match: f'{match[1]}/{self._item(chance, match[1])}', pattern
        )
        return path if chance.often(8) else path + '/'

    def _item(self, chance, noun):
        ids = self._world.ids.get(noun) or range(1, 6)
        if chance.often(88):
            return str(chance.one(ids))
        return chance.one(
            (
                '0',
                '1',
                '2147483648',
                '9' * 30,
                'admin',
                'Engineering',
                'Engineering++Engineering',
                'host1++Engineering++Engineering',
                'a%5B%2B%5Db++',
                '++',
                '%E2%82%AC',
                spoiling.quote(chance.one(garbage.TEXTS)),
            )
        )

    def _query(self, chance, method, description):
        is_list = method not in _WRITING and description.get('search_fields')
        if not is_list:
            pairs = host_inventory_queries.make_document_pairs(chance)
        else:
            pairs = host_inventory_queries.make_list_pairs(chance, description)
        if self._next_pairs and chance.often(8):
            pairs.append(chance.one(self._next_pairs))
        if chance.often(25):
            return spoiling.query(chance, pairs)
        return spoiling.encode(pairs)

    def _body(self, chance, method, description):
        if method not in _WRITING:
            return garbage.body(chance) if chance.often(3) else b''
        if chance.often(6):
            return garbage.body(chance)
        actions = description.get('actions', {})
        fields = actions.get('PUT' if method == 'PATCH' else method) or {}
        document = host_inventory_bodies.document(
            chance, fields, self._world.ids, whole=method != 'PATCH'
        )
        if chance.often(35):
            document = spoiling.document(chance, document)
        return garbage.encode(document)

    def check_error(self, req, response, document):
        """Return what is wrong with the body of an error; None if nothing.

        Errors of fields are {field: sentences}; others have one sentence.
        A launch of many updates returns a list, a login returns a page.
        """
        if document is None and req.path.startswith(_LOGIN):
            return None
        if isinstance(document, list):
            is_valid = response.status == 400 and all(
                'inventory_source' in each for each in document
            )
        else:
            is_valid = isinstance(document, dict) and document
            if is_valid and response.status not in (400, 409):
                is_valid = _SENTENCES & set(document)
        return None if is_valid else f'no error of the family: {document!r}'

    def find_inconsistencies(self, client):
        """Yield inconsistencies of the rows after the run."""
        yield from self._world.find_inconsistencies()
        yield from self._world.find_unreadable(client)


def _operations():
    """Yield (pattern, method, versions that have it)."""
    for pattern, methods in routes.ROUTES.items():
        for method, endpoints in router.group_endpoints(methods).items():
            versions_ = [
                version
                for version in versions.history.versions
                if any(endpoint.exists_at(version) for endpoint in endpoints)
            ]
            # Descriptions are alike: those of short paths are enough.
            if method != 'OPTIONS' or pattern.count('/') < 4:
                yield pattern, method, versions_
