"""Configurations share no values, and the type of prefixes is used."""

import pathlib
import tempfile
import unittest

import placement_inv
from placement_inv import conf
from placement_inv.conf import environment_prefixes
from placement_inv.objects.host_inventory.importing import environment


class TestRegister(unittest.TestCase):
    def test_two_configurations_share_no_value(self):
        one, other = conf.load(config_files=[]), conf.load(config_files=[])
        one.set_override('workers', 7, 'jobs')
        self.assertEqual(7, one.jobs.workers)
        self.assertEqual(2, other.jobs.workers)
        self.assertEqual(2, conf.load(config_files=[]).jobs.workers)

    def test_oslo_db_logs_no_errors_of_drivers(self):
        levels = dict(
            level.split('=')
            for level in conf.load(config_files=[]).default_log_levels
        )
        self.assertEqual('ERROR', levels['oslo_db.sqlalchemy.exc_filters'])
        # The levels of the library stay.
        self.assertEqual('WARN', levels['sqlalchemy'])


class TestEnvironmentPrefixes(unittest.TestCase):
    def test_the_documentation_names_all_prefixes_and_names(self):
        root = pathlib.Path(placement_inv.__file__).parents[1]
        page = (root / 'doc/source/security.rst').read_text(encoding='utf-8')
        names = (
            *environment.HARMLESS_SETTINGS,
            *environment_prefixes.NEVER_STARTS,
            *environment_prefixes.NEVER_NAMES,
        )
        self.assertEqual(
            [], [name for name in names if f'``{name}``' not in page]
        )

    def _load(self, value):
        with tempfile.NamedTemporaryFile('w', suffix='.conf') as file:
            file.write(
                f'[inventory_sources]\nenvironment_prefixes = {value}\n'
            )
            file.flush()
            return conf.load(config_files=[file.name])

    def test_none_is_the_default(self):
        settings = conf.load(config_files=[])
        self.assertEqual([], settings.inventory_sources.environment_prefixes)

    def test_starts_of_names_are_accepted(self):
        settings = self._load('CLOUD_, REGION,OS_')
        self.assertEqual(
            ['CLOUD_', 'REGION', 'OS_'],
            settings.inventory_sources.environment_prefixes,
        )

    def test_dangerous_prefixes_are_an_error_at_the_start(self):
        for value in (
            *('LD_', 'LD_PRELOAD', 'OPEN', 'OPENSSL_CONF', 'ANSIBLE_'),
            *('ANSIBLE_VAULT_', 'GLIBC_TUNABLES', 'PYTHONPATH', 'PYTH'),
            *('PATH', 'HOM', 'ENV', 'A', 'A B', '1AB', 'CLOUD_, LD_'),
            *('GCO', 'BASH_ENV', 'IFS', '_', 'TMPDIR', 'CLOUD-', '*'),
        ):
            with self.assertRaises(conf.InvalidConfiguration) as caught:
                self._load(value)
            self.assertIn('environment_prefixes', str(caught.exception))
