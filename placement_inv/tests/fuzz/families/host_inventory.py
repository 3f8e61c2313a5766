"""Requests to the host-inventory family, made from what OPTIONS says."""

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
from placement_inv.tests.fuzz.shot import Shot
from placement_inv.web import router

_SERVICE = 'host-inventory'
_ITEM = re.compile(r'(\w+)/{\w+}')
_ONWARDS = re.compile(rb'[?&](cursor|since)=([^&"]+)')
_MOST_ONWARDS = 20
_LOGIN = '/api/login'
_WRITING = ('POST', 'PUT', 'PATCH')
#: Keys under which refusals say what is wrong, where no field is.
_SENTENCES = {'detail', 'error', 'msg'}


class Family:
    """The host-inventory family over a world of a few inventories."""

    def __init__(self, services):
        self._world = host_inventory_world.World(services)
        self._operations = tuple(_operations())
        self._described = {}
        self._gun = None
        #: Parameters of the links that lead on from lists, the last ones.
        self._onwards = []

    def begin(self, gun):
        """Make the world; the descriptions are asked for as they are used."""
        self._gun = gun
        self._world.make(gun)

    def restore(self, gun):
        self._world.make(gun)

    def learn(self, answer):
        """Keep the places that an answer says to go on from."""
        found = _ONWARDS.findall(answer.body)
        self._onwards += [
            (name.decode(), parse.unquote(value.decode('latin-1')))
            for name, value in found
        ]
        del self._onwards[:-_MOST_ONWARDS]

    def shot(self, chance):
        """Return the next request; about a quarter of them are fine."""
        pattern, method, known = chance.one(self._operations)
        version = known[-1] if chance.often(60) else chance.one(known)
        described = self._description(pattern, version)
        made = Shot(
            method,
            self._path(chance, pattern),
            self._query(chance, method, described),
            placement.headers(_SERVICE, version),
            self._body(chance, method, described),
            aim=f'{method} {pattern}',
        )
        if made.body and chance.often(4):
            made = host_inventory_bodies.in_yaml(chance, made)
        if pattern.endswith('/login'):
            made = host_inventory_bodies.as_form(chance, made)
        if chance.often(20):
            made = spoiling.request(chance, made, _SERVICE, '/api/')
        return made

    def _description(self, pattern, version):
        """Return what OPTIONS says of a route, which is asked once."""
        key = pattern, version
        if key not in self._described:
            path = re.sub(r'{\w+}', '1', pattern)
            asked = placement.headers(_SERVICE, version)
            answer = self._gun.fire(Shot('OPTIONS', path, headers=asked))
            self._described[key] = json.loads(answer.body)
        return self._described[key]

    def _path(self, chance, pattern):
        path = _ITEM.sub(
            lambda found: f'{found[1]}/{self._item(chance, found[1])}', pattern
        )
        return path if chance.often(8) else path + '/'

    def _item(self, chance, noun):
        known = self._world.ids.get(noun) or range(1, 6)
        if chance.often(88):
            return str(chance.one(known))
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
                spoiling.quoted(chance.one(garbage.TEXTS)),
            )
        )

    def _query(self, chance, method, described):
        asks = method not in _WRITING and described.get('search_fields')
        if not asks:
            pairs = host_inventory_queries.of_documents(chance)
        else:
            pairs = host_inventory_queries.of_lists(chance, described)
        if self._onwards and chance.often(8):
            pairs.append(chance.one(self._onwards))
        if chance.often(25):
            return spoiling.query(chance, pairs)
        return spoiling.encoded(pairs)

    def _body(self, chance, method, described):
        if method not in _WRITING:
            return garbage.body(chance) if chance.often(3) else b''
        if chance.often(6):
            return garbage.body(chance)
        actions = described.get('actions', {})
        fields = actions.get('PUT' if method == 'PATCH' else method) or {}
        document = host_inventory_bodies.document(
            chance, fields, self._world.ids, whole=method != 'PATCH'
        )
        if chance.often(35):
            document = spoiling.document(chance, document)
        return garbage.encoded(document)

    def error_fault(self, shot, answer, document):
        """Return what is wrong with the body of a refusal; None if nothing.

        A refusal of fields is {field: what is wrong}; any other is a
        sentence. Only who starts many updates is told of each, and who
        logs in looks at a page.
        """
        if document is None and shot.path.startswith(_LOGIN):
            return None
        if isinstance(document, list):
            fine = answer.status == 400 and all(
                'inventory_source' in each for each in document
            )
        else:
            fine = isinstance(document, dict) and document
            if fine and answer.status not in (400, 409):
                fine = _SENTENCES & set(document)
        return None if fine else f'no error of the family: {document!r}'

    def broken_promises(self, gun):
        """Return what does not add up in the world that is left."""
        yield from self._world.misfits()
        yield from self._world.unreadable(gun)


def _operations():
    """Yield (pattern, method, versions that have it)."""
    for pattern, methods in routes.ROUTES.items():
        for method, endpoints in router.group_endpoints(methods).items():
            known = [
                version
                for version in versions.history.versions
                if any(endpoint.exists_at(version) for endpoint in endpoints)
            ]
            # Descriptions never differ much: once is enough of them.
            if method != 'OPTIONS' or pattern.count('/') < 4:
                yield pattern, method, known
