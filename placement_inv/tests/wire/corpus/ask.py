"""What a request to both sides is made of."""

import dataclasses

#: For requests without a body; JSON has a null.
NOTHING = object()


@dataclasses.dataclass(frozen=True)
class Ask:
    """One request; `body` is sent as JSON, `raw` as it is."""

    method: str
    path: str
    body: object = NOTHING
    raw: bytes | None = None
    #: None for one that is not sent.
    headers: dict = dataclasses.field(default_factory=dict)
    #: What has happened to what it is about, where a reason depends on it.
    after: str = ''

    def __str__(self):
        said = '' if self.body is NOTHING else f' {self.body}'
        told = f' {self.headers}' if self.headers else ''
        return (
            f'{self.method} {self.path}{said} {self.raw or ""}{told}'.strip()
        )


@dataclasses.dataclass(frozen=True)
class Generation:
    """Stands in a body for a number that each side has of its own."""

    path: str
    name: str = 'generation'
    #: How far from the current one.
    off: int = 0


@dataclasses.dataclass(frozen=True)
class World:
    """Names that only one run and one part of the corpus use."""

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
        """Return the requests that make a provider with inventories."""
        body = {'name': self.name(number), 'uuid': self.uuid(number)}
        if parent is not None:
            body['parent_provider_uuid'] = self.uuid(parent)
        made = [Ask('POST', '/resource_providers', body)]
        if totals:
            made.append(self.fill(number, **totals))
        return made

    def fill(self, number, **totals):
        """Return the request that gives a provider its inventories."""
        return Ask(
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
        """Return the requests that show all of a provider."""
        place = self.provider(number)
        return [
            Ask('GET', place),
            *(
                Ask('GET', f'{place}/{part}')
                for part in (
                    'inventories',
                    'usages',
                    'allocations',
                    'aggregates',
                    'traits',
                )
            ),
        ]
