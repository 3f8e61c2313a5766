"""What tests of updates share: sources, and a tool that is an impostor."""

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

_IMPOSTOR = f"""\
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
        """Put a program of ours in the place of the tool."""
        tool = self.write(
            'tool', _IMPOSTOR + textwrap.dedent(code), mode=0o755
        )
        patch = mock.patch.object(command, 'find_tool', return_value=tool)
        patch.start()
        self.addCleanup(patch.stop)

    def launch(self, made):
        return launching.launch(self.ctx, made.id)

    def run_one(self, made):
        """Update a source here and now; return the update that ended."""
        launched = self.launch(made)
        inventory_update.run(self.make_context(), launched.id)
        return update.get(self.ctx, launched.id)

    def said(self, ended):
        return update_output.get_text(self.ctx, ended.id)

    def count(self, table):
        return self.rows(sa.select(sa.func.count()).select_from(table))[0][0]

    def wait_for(self, update_id, *statuses, seconds=60):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = update.get(self.make_context(), update_id)
            if found.status in statuses:
                return found
            time.sleep(0.05)
        self.fail(f'update {update_id} is {found.status}, not {statuses}')
        return None
