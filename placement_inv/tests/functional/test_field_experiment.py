"""A new field of hosts needs changes in five files only.

The files are those that the architecture page names. The experiment writes a
few lines into each, in a copy of the package, and runs `field_experiment` and
the test of the field tables there.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import testtools

import placement_inv
from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional import field_experiment

_PACKAGE = pathlib.Path(placement_inv.__file__).parent
_PAGE = _PACKAGE.parent / 'doc' / 'source' / 'architecture.rst'

_TABLES = 'db/tables/host_inventory.py'
_MIGRATIONS = 'db/migrations/versions/'
_VERSIONS = 'handlers/host_inventory/versions.py'
_COLUMNS = 'objects/host_inventory/columns/hosts.py'
_FIELDS = 'handlers/host_inventory/hosts/fields.py'

#: {file: ((text that occurs once, lines to insert behind it), ...)}.
_INSERTIONS = {
    _TABLES: (
        (
            "    columns.string('instance_id', 1024),\n",
            "    columns.string('location', 255),\n",
        ),
    ),
    _VERSIONS: (
        (
            "    'Inventories that are being deleted leave lists and free "
            "their names.',\n)\n",
            "LOCATIONS = history.feature('VERSION', "
            "'Hosts have a `location`.')\n",
        ),
        (
            "    'host_filter_language': WIDE_FILTERS,\n",
            "    'location': LOCATIONS,\n",
        ),
    ),
    _COLUMNS: (
        (
            "    Column('instance_id', writable=True, copyable=True, "
            'filterable=True),\n',
            "    Column('location', writable=True, copyable=True, "
            'filterable=True),\n',
        ),
    ),
    _FIELDS: (
        (
            'from placement_inv.handlers.host_inventory.fields import form\n',
            'from placement_inv.handlers.host_inventory import versions\n',
        ),
        (
            "            'identify the host.',\n        ),\n",
            '        form.Field(\n'
            "            'location',\n"
            '            field_types.Text(255),\n'
            "            'Where this host is.',\n"
            '            since=versions.LOCATIONS,\n'
            '        ),\n',
        ),
    ),
}

_MIGRATION = '''"""Hosts have a location."""

from alembic import op
import sqlalchemy as sa

revision = {revision!r}
down_revision = {down_revision!r}
branch_labels = None
depends_on = None


def upgrade():
    op.add_column(
        'hosts',
        sa.Column(
            'location', sa.String(255), nullable=False, server_default=''
        ),
    )
'''

#: Modules that are run in the copy.
_MODULES = (
    'placement_inv.tests.functional.field_experiment',
    'placement_inv.tests.architecture.test_field_tables',
)


class TestExperiment(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory(prefix='pi-field-')
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        self.copy = self.root / 'placement_inv'
        shutil.copytree(
            _PACKAGE,
            self.copy,
            ignore=shutil.ignore_patterns('__pycache__', 'bench', 'data'),
        )
        last = versions.history.last
        self.before = str(last)
        self.since = f'{last.major}.{last.minor + 1}'

    def insert(self, path, behind, lines):
        """Insert lines into a file of the copy, behind a text."""
        file = self.copy / path
        text = file.read_text('utf-8')
        self.assertEqual(1, text.count(behind), f'{behind!r} in {path}')
        file.write_text(text.replace(behind, behind + lines), 'utf-8')

    def add_migration(self):
        directory = self.copy / _MIGRATIONS
        last = max(path.name[:4] for path in directory.glob('[0-9]*.py'))
        revision = f'{int(last) + 1:04}'
        path = directory / f'{revision}_locations.py'
        path.write_text(
            _MIGRATION.format(revision=revision, down_revision=last), 'utf-8'
        )

    def run_in_copy(self):
        """Run the tests of the field in the copy; return the process."""
        environment = dict(os.environ)
        environment.pop('OS_PLACEMENT_CONFIG_DIR', None)
        return subprocess.run(
            [sys.executable, '-m', 'unittest', *_MODULES],
            cwd=self.root,
            env={
                **environment,
                'PYTHONPATH': str(self.root),
                field_experiment.SINCE: self.since,
                field_experiment.BEFORE: self.before,
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=600,
        )

    def test_a_field_of_hosts_needs_five_files(self):
        for path, insertions in _INSERTIONS.items():
            for behind, lines in insertions:
                self.insert(
                    path,
                    behind,
                    lines.replace('VERSION', self.since),
                )
        self.add_migration()
        process = self.run_in_copy()
        self.assertEqual(0, process.returncode, process.stderr)
        match = re.search(r'^Ran (\d+) tests', process.stderr, re.MULTILINE)
        self.assertGreater(int(match[1]), 15, process.stderr)

    def test_the_page_names_these_files(self):
        _, _, rest = _PAGE.read_text('utf-8').partition('\nA field\n')
        entry = re.split(r'\n(?=\S)', rest)[0]
        paths = re.findall(r'``(\w+/[^`]+)``', entry)
        self.assertEqual(
            [
                _TABLES,
                _MIGRATIONS.removesuffix('/'),
                _VERSIONS,
                _COLUMNS,
                _FIELDS,
            ],
            paths[:5],
        )
