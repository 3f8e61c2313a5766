"""A base class for tests of updates, with a substitute for the tool."""

import os
import pathlib
import sys
import tempfile
import textwrap
import time
from unittest import mock

import sqlalchemy as sa

from placement_inv import tests
from placement_inv.jobs.tasks import inventory_update
from placement_inv.objects.host_inventory.importing import command
from placement_inv.objects.host_inventory.updates import launching
from placement_inv.objects.host_inventory.updates import (
    output as update_output,
)
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_DATA = pathlib.Path(tests.__file__).parent / 'data' / 'inventories'

_SUBSTITUTE = f"""\
#!{sys.executable} -IS
import os, sys, time
output = sys.argv[sys.argv.index('--output') + 1]
source = sys.argv[sys.argv.index('-i') + 1]
def write(text):
    with open(output, 'w') as file:
        file.write(text)
"""


class UpdateCase(base.DatabaseTest):
    """A test with an inventory, and a directory for its sources."""

    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory(prefix='pi-sources-')
        self.addCleanup(directory.cleanup)
        self.root = os.path.realpath(directory.name)
        self.set_option('file_roots', [self.root, str(_DATA)])
        self.inventory = world.make_inventory(self.ctx)

    def set_option(self, name, value):
        self.conf.set_override(name, value, 'inventory_sources')
        self.addCleanup(
            self.conf.clear_override, name, group='inventory_sources'
        )

    def write(self, name, text, mode=0o644):
        path = os.path.join(self.root, name)
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        os.chmod(path, mode)
        return path

    def make_source(self, name='hosts', **values):
        if 'source_path' not in values:
            self.write(name, 'h1\n')
        return world.make_source(
            self.ctx,
            self.inventory.id,
            name,
            **{'source_path': name, **values},
        )

    def pretend(self, code):
        """Replace ansible-inventory by a Python program."""
        tool = self.write(
            'tool', _SUBSTITUTE + textwrap.dedent(code), mode=0o755
        )
        patch = mock.patch.object(command, 'find_tool', return_value=tool)
        patch.start()
        self.addCleanup(patch.stop)

    def launch(self, source):
        return launching.launch(self.ctx, source.id)

    def run_one(self, source):
        """Update a source in this thread; return the finished update."""
        new_update = self.launch(source)
        inventory_update.run(self.make_context(), new_update.id)
        return update.get(self.ctx, new_update.id)

    def output_of(self, finished_update):
        return update_output.get_text(self.ctx, finished_update.id)

    def count(self, table):
        return self.rows(sa.select(sa.func.count()).select_from(table))[0][0]

    def wait_for(self, update_id, *statuses, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            current = update.get(self.make_context(), update_id)
            if current.status in statuses:
                return current
            time.sleep(0.05)
        self.fail(f'update {update_id} is {current.status}, not {statuses}')
        return None
