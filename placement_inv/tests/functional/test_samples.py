"""The generators of OpenStack write samples from setup.cfg's entry points."""

import configparser
import os
import pathlib
import subprocess
import sys
import tempfile

import testtools
import yaml

from placement_inv import conf
from placement_inv import policies

_ROOT = pathlib.Path(__file__).parents[3]


class TestSamples(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)
        self._declare()

    def _declare(self):
        """Write the entry points of setup.cfg as if they were installed."""
        setup_cfg = configparser.ConfigParser(interpolation=None)
        setup_cfg.read(_ROOT / 'setup.cfg')
        lines = []
        for group, entries in setup_cfg['entry_points'].items():
            lines += [f'[{group}]', entries.strip()]
        dist_info = self.directory / 'placement_inv-0.dist-info'
        dist_info.mkdir()
        (dist_info / 'entry_points.txt').write_text('\n'.join(lines))
        (dist_info / 'METADATA').write_text(
            'Metadata-Version: 2.1\nName: placement-inv\nVersion: 0\n'
        )

    def generate(self, module, generator):
        """Run a generator with its file in etc/; return the output."""
        output = self.directory / 'sample'
        config = _ROOT / 'etc' / 'placement_inv' / f'{generator}.conf'
        subprocess.run(
            [
                sys.executable,
                '-c',
                f'from {module}',
                '--config-file',
                str(config),
                '--output-file',
                str(output),
            ],
            check=True,
            capture_output=True,
            env=os.environ
            | {'PYTHONPATH': f'{self.directory}{os.pathsep}{_ROOT}'},
        )
        return output.read_text()

    def test_every_option_is_in_the_sample_configuration(self):
        sample = self.generate(
            'oslo_config.generator import main; main()', 'config-generator'
        )
        for group, options in conf.opts.list_opts():
            part = sample.partition(f'\n[{group.name}]\n')[2]
            part = part.partition('\n[')[0]
            for option in options:
                self.assertIn(f'\n#{option.name} =', part, group.name)
        for line in (
            '#allowed_origin = <None>',
            '#memcached_servers = <None>',
            '#enable_proxy_headers_parsing = false',
            '#enforce_new_defaults = true',
            '#debug = false',
        ):
            self.assertIn(f'\n{line}\n', sample)

    def test_every_rule_is_in_the_sample_policy(self):
        sample = self.generate(
            'oslo_policy.generator import generate_sample; generate_sample()',
            'policy-generator',
        )
        rules = policies.list_rules()
        lines = [
            line[1:] for line in sample.splitlines() if line.startswith('#"')
        ]
        checks = yaml.safe_load('\n'.join(lines))
        self.assertEqual({rule.name: rule.check_str for rule in rules}, checks)
