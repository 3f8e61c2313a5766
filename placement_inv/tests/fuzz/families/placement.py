"""Requests to the placement family, from its routes and schemas."""

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
from placement_inv.tests.fuzz.fuzz_request import FuzzRequest
from placement_inv.web import request
from placement_inv.web import router

_SERVICE = 'placement'
_JSON = 'application/json'


@dataclasses.dataclass(frozen=True)
class Operation:
    """An endpoint with its path and method, and its schemas."""

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
    """The placement family with a few providers."""

    def __init__(self, services):
        self._services = services
        self._world = placement_world.World(services)
        self._words = placement_words.Words(self._world)
        self._operations = []

    def begin(self, client):
        """Create the rows, and find the schemas of each operation."""
        self._world.make(client)
        self._operations = [
            _find_schemas(client, self._words, operation)
            for operation in _operations()
        ]

    def restore(self, client):
        self._world.make(client)

    def learn(self, answer):
        """Do nothing: responses have no cursors."""

    def make_request(self, chance):
        """Return the next request; about a quarter of them are valid."""
        operation = chance.one(self._operations)
        versions_ = operation.versions()
        version = versions_[-1] if chance.often(40) else chance.one(versions_)
        self._words.choose_path(chance, operation.pattern)
        req = FuzzRequest(
            operation.method,
            self._words.path,
            self._query(chance, operation, version),
            headers(_SERVICE, version),
            self._body(chance, operation, version),
            operation=f'{operation.method} {operation.pattern}',
        )
        if chance.often(20):
            req = spoiling.request(chance, req, _SERVICE)
        return req

    def _query(self, chance, operation, version):
        schema = _at_version(operation.query, version)
        pairs = self._words.pairs(chance, schema.schema) if schema else []
        if chance.often(35 if schema else 5):
            return spoiling.query(chance, pairs)
        return spoiling.encode(pairs)

    def _body(self, chance, operation, version):
        schema = _at_version(operation.body, version)
        if schema is None:
            return garbage.body(chance) if chance.often(3) else b''
        if chance.often(6):
            return garbage.body(chance)
        maker = instances.Instances(chance, self._words)
        document = maker.make(schema.schema)
        if chance.often(35):
            document = spoiling.document(chance, document)
        return garbage.encode(document)

    def check_error(self, req, response, document):
        """Return what is wrong with the body of an error; None if nothing.

        The format is the API-SIG's, for clients that accept JSON.
        """
        if document is None and ('Accept', _JSON) not in req.headers:
            return None if response.body else 'an error without a word'
        try:
            (error,) = document['errors']
            is_valid = (
                error['status'] == response.status
                and error['title']
                and isinstance(error['detail'], str)
                and error['request_id'].startswith('req-')
            )
        except (KeyError, TypeError, ValueError):
            is_valid = False
        return None if is_valid else f'no error of the family: {document!r}'

    def find_inconsistencies(self, client):
        """Yield inconsistencies of the rows after the run."""
        ctx = self._world.make_context()
        yield from (str(finding) for finding in audit.examine(ctx))
        yield from self._world.find_unreadable(client)


def headers(service_type, version):
    """Return the headers of a valid request."""
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


def _at_version(schema, version):
    return schema(version) if callable(schema) else schema


def _find_schemas(client, words, operation):
    """Return an operation with the schemas that it uses."""
    schemas = {}
    versions_ = operation.versions()
    for version in (versions_[0], versions_[-1]):
        with _record_schema('json', schemas), _record_schema('query', schemas):
            client.send(
                FuzzRequest(
                    operation.method,
                    words.valid_path(operation.pattern),
                    '',
                    headers(_SERVICE, version),
                    b'{}',
                )
            )
    return dataclasses.replace(
        operation, body=schemas.get('json'), query=schemas.get('query')
    )


def _record_schema(name, schemas):
    """Record the schema that is passed to a request's `json` or `query`."""
    original = getattr(request.Request, name)

    def record(req, schema):
        schemas[name] = schema
        return original(req, schema)

    return mock.patch.object(request.Request, name, record)
