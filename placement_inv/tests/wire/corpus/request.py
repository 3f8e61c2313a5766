"""A request to both sides."""

import dataclasses

#: The body of requests without one; None would be JSON's null.
NOTHING = object()


@dataclasses.dataclass(frozen=True)
class Request:
    """One request; `body` is sent as JSON, `raw` unchanged."""

    method: str
    path: str
    body: object = NOTHING
    raw: bytes | None = None
    #: {name: value}; a header with None is not sent.
    headers: dict = dataclasses.field(default_factory=dict)
    #: An earlier event that reasons depend on, such as 'a refusal'.
    after: str = ''

    def __str__(self):
        body = '' if self.body is NOTHING else f' {self.body}'
        headers = f' {self.headers}' if self.headers else ''
        raw = self.raw or ''
        return f'{self.method} {self.path}{body} {raw}{headers}'.strip()


@dataclasses.dataclass(frozen=True)
class Generation:
    """Stands in a body for the generation, which differs by side."""

    path: str
    name: str = 'generation'
    #: The difference from the current one.
    off: int = 0


@dataclasses.dataclass(frozen=True)
class World:
    """Names that are unique for one run and one part of the corpus."""

    seed: str
    minor: int

    def uuid(self, number):
        return f'{self.seed}-4000-8000-{number:012}'

    def name(self, number):
        return f'{self.seed} {number}'

    def custom(self, word):
        return f'CUSTOM_{self.seed.replace("-", "_").upper()}_{word}'

    def provider(self, number):
        return f'/resource_providers/{self.uuid(number)}'

    def generation(self, number):
        return Generation(self.provider(number))

    def make(self, number, parent=None, **totals):
        """Return the requests that create a provider with inventories."""
        body = {'name': self.name(number), 'uuid': self.uuid(number)}
        if parent is not None:
            body['parent_provider_uuid'] = self.uuid(parent)
        requests = [Request('POST', '/resource_providers', body)]
        if totals:
            requests.append(self.fill(number, **totals))
        return requests

    def fill(self, number, **totals):
        """Return the request that sets a provider's inventories."""
        return Request(
            'PUT',
            f'{self.provider(number)}/inventories',
            {
                'resource_provider_generation': self.generation(number),
                'inventories': {
                    name: {'total': total} for name, total in totals.items()
                },
            },
        )

    def see(self, number):
        """Return the requests that read a provider."""
        place = self.provider(number)
        return [
            Request('GET', place),
            *(
                Request('GET', f'{place}/{part}')
                for part in (
                    'inventories',
                    'usages',
                    'allocations',
                    'aggregates',
                    'traits',
                )
            ),
        ]
