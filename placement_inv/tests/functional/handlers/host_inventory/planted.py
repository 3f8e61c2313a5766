"""Sources with secrets: markers that are easy to find in any text."""

import json
from unittest import mock

from placement_inv.jobs.tasks import inventory_update
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.tests.functional.handlers.host_inventory import api

WORD = 'zq7marker'
MARK = '$encrypted$'
SOURCE_VARS = f'CLOUD_TOKEN: {WORD}-of-source\nREGION: north'
CONSTRUCTED_VARS = json.dumps({'compose': {'x': f'"{WORD}-constructed"'}})


#: Callers who read the sources and do not administer their inventories.
READERS = (
    {'user': 'reader', 'roles': 'reader'},
    {'user': 'auditor', 'roles': 'system_auditor'},
    {'user': 'updater', 'roles': 'user'},
)
READER = READERS[0]


class SecretsTest(api.ApiTest):
    def setUp(self):
        super().setUp()
        self.inventory = self.make_inventory()
        self.source = self.make_source(self.inventory)
        self.ask(
            'PATCH',
            f'inventory_sources/{self.source.id}/',
            {'source_vars': SOURCE_VARS},
        )
        self.constructed = self.create(
            'constructed_inventories/',
            name='Made',
            organization=self.inventory.organization.id,
            source_vars=CONSTRUCTED_VARS,
        )

    def read(self, path, **caller):
        return self.ask('GET', path, **caller)

    def update(self):
        """Run an update whose program prints what it got, and fails."""

        def run(request, _limits, *, on_output, **_options):
            for value in request.source_vars.values():
                on_output(f'[WARNING]: cannot use {value} anywhere\n')
            raise import_errors.DocumentRefused(
                reason=f'{request.source_vars} is wrong'
            )

        new_update = launching.launch(self.ctx, self.source.id)
        with mock.patch.object(command, 'run', run):
            inventory_update.run(self.make_context(), new_update.id)
        return new_update
