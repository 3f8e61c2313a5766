"""Requests to the placement family, made from its routes and schemas."""

import dataclasses
from unittest import mock

from placement_inv.handlers.placement import routes
from placement_inv.handlers.placement import versions
from placement_inv.objects.placement import audit
from placement_inv.tests.fuzz import garbage
from placement_inv.tests.fuzz import instances
from placement_inv.tests.fuzz import spoiling
from placement_inv.tests.fuzz.families import placement_words
from placement_inv.tests.fuzz.families import placement_world
from placement_inv.tests.fuzz.shot import Shot
from placement_inv.web import request
from placement_inv.web import router

_SERVICE = 'placement'
_JSON = 'application/json'


@dataclasses.dataclass(frozen=True)
class Operation:
    """An endpoint as it is reached, and the schemas that it validates by."""

    pattern: str
    method: str
    endpoint: object
    body: object = None
    query: object = None

    def versions(self):
        """Return the versions that have the operation."""
        return [
            version
            for version in versions.history.versions
            if self.endpoint.exists_at(version)
        ]


class Family:
    """The placement family over a world of a few providers."""

    def __init__(self, services):
        self._services = services
        self._world = placement_world.World(services)
        self._words = placement_words.Words(self._world)
        self._operations = []

    def begin(self, gun):
        """Make the world, and find out what each operation validates."""
        self._world.make(gun)
        self._operations = [
            _surveyed(gun, self._words, operation)
            for operation in _operations()
        ]

    def restore(self, gun):
        self._world.make(gun)

    def learn(self, answer):
        """Look at what was answered; nothing in it leads on."""

    def shot(self, chance):
        """Return the next request; about a quarter of them are fine."""
        operation = chance.one(self._operations)
        known = operation.versions()
        version = known[-1] if chance.often(40) else chance.one(known)
        self._words.look_at(chance, operation.pattern)
        made = Shot(
            operation.method,
            self._words.path,
            self._query(chance, operation, version),
            headers(_SERVICE, version),
            self._body(chance, operation, version),
            aim=f'{operation.method} {operation.pattern}',
        )
        if chance.often(20):
            made = spoiling.request(chance, made, _SERVICE)
        return made

    def _query(self, chance, operation, version):
        schema = _of_version(operation.query, version)
        pairs = self._words.pairs(chance, schema.schema) if schema else []
        if chance.often(35 if schema else 5):
            return spoiling.query(chance, pairs)
        return spoiling.encoded(pairs)

    def _body(self, chance, operation, version):
        schema = _of_version(operation.body, version)
        if schema is None:
            return garbage.body(chance) if chance.often(3) else b''
        if chance.often(6):
            return garbage.body(chance)
        maker = instances.Instances(chance, self._words)
        document = maker.of(schema.schema)
        if chance.often(35):
            document = spoiling.document(chance, document)
        return garbage.encoded(document)

    def error_fault(self, shot, answer, document):
        """Return what is wrong with the body of a refusal; None if nothing.

        The shape is the API-SIG's, for who takes JSON.
        """
        if document is None and ('Accept', _JSON) not in shot.headers:
            return None if answer.body else 'an error without a word'
        try:
            (error,) = document['errors']
            whole = (
                error['status'] == answer.status
                and error['title']
                and isinstance(error['detail'], str)
                and error['request_id'].startswith('req-')
            )
        except (KeyError, TypeError, ValueError):
            whole = False
        return None if whole else f'no error of the family: {document!r}'

    def broken_promises(self, gun):
        """Return what does not add up in the world that is left."""
        ctx = self._world.make_context()
        yield from (str(found) for found in audit.examine(ctx))
        yield from self._world.unreadable(gun)


def headers(service_type, version):
    """Return the headers of a request that is fine."""
    return (
        ('X-Auth-Token', 'admin'),
        ('X-Roles', 'admin,service'),
        ('Accept', _JSON),
        ('Content-Type', _JSON),
        ('OpenStack-API-Version', f'{service_type} {version}'),
    )


def _operations():
    for pattern, methods in routes.ROUTES.items():
        for method, endpoints in router.group_endpoints(methods).items():
            for endpoint in endpoints:
                yield Operation(pattern, method, endpoint)


def _of_version(schema, version):
    return schema(version) if callable(schema) else schema


def _surveyed(gun, words, operation):
    """Return an operation with the schemas that it was seen to use."""
    seen = {}
    known = operation.versions()
    for version in (known[0], known[-1]):
        with _watching('json', seen), _watching('query', seen):
            gun.fire(
                Shot(
                    operation.method,
                    words.fine_path(operation.pattern),
                    '',
                    headers(_SERVICE, version),
                    b'{}',
                )
            )
    return dataclasses.replace(
        operation, body=seen.get('json'), query=seen.get('query')
    )


def _watching(name, seen):
    """Note with which schema a request's `json` or `query` is called."""
    original = getattr(request.Request, name)

    def noting(req, schema):
        seen[name] = schema
        return original(req, schema)

    return mock.patch.object(request.Request, name, noting)
