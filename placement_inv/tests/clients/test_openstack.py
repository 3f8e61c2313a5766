"""The `openstack` command with osc-placement."""

import json
import os
import subprocess
import sys
import uuid

import testtools

from placement_inv.tests.clients import openstack
from placement_inv.tests.fixtures import live_server

_PROGRAM = os.path.join(os.path.dirname(sys.executable), 'openstack')


class TestConversation(testtools.TestCase):
    def setUp(self):
        super().setUp()
        self.url = self.useFixture(live_server.LiveServer()).url
        self.client = self.useFixture(openstack.OpenStack(self.url))

    def _openstack(self, version, words):
        """Run a command, which must succeed; return its parsed output."""
        result = self.client.run(version, f'{words} -f json')
        self.assertEqual(0, result.code, result.err)
        return json.loads(result.out) if result.out.strip() else None

    def _run_silently(self, version, words):
        """Run a command, which must succeed and print nothing."""
        result = self.client.run(version, words)
        self.assertEqual((0, ''), (result.code, result.err))

    def _inventories(self, provider):
        rows = self._openstack(
            '1.5', f'resource provider inventory list {provider}'
        )
        return {row['resource_class']: row['total'] for row in rows}

    def _provider(self, version):
        """Create a provider and return its uuid."""
        row = self._openstack(version, 'resource provider create n1')
        return row['uuid']

    def test_inventories_in_use_cannot_be_deleted(self):
        provider = self._openstack('1.5', 'resource provider create n1')[
            'uuid'
        ]
        self._openstack(
            '1.5',
            f'resource provider inventory set {provider} '
            '--resource VCPU=8 --resource MEMORY_MB:total=1024',
        )
        consumer = str(uuid.uuid4())
        self._openstack(
            '1.5',
            f'resource provider allocation set {consumer} '
            f'--allocation rp={provider},VCPU=2',
        )
        result = self.client.run(
            '1.5', f'resource provider inventory delete {provider}'
        )
        self.assertEqual(1, result.code)
        self.assertIn("Inventory for 'VCPU'", result.err)
        self.assertIn('HTTP 409', result.err)
        self.assertEqual(
            {'VCPU': 8, 'MEMORY_MB': 1024}, self._inventories(provider)
        )

        self._run_silently(
            '1.5', f'resource provider allocation delete {consumer}'
        )
        self._run_silently(
            '1.5', f'resource provider inventory delete {provider}'
        )
        self.assertEqual({}, self._inventories(provider))

    def test_a_command_fails_before_its_version(self):
        provider = self._openstack('1.4', 'resource provider create n1')[
            'uuid'
        ]
        result = self.client.run(
            '1.4', f'resource provider inventory delete {provider}'
        )
        self.assertNotEqual(0, result.code)

    def test_the_client_negotiates_the_newest_common_version(self):
        provider = self._openstack('1', 'resource provider create n1')
        self.assertIn('root_provider_uuid', provider)

    def test_the_program_itself(self):
        result = subprocess.run(
            [_PROGRAM, *openstack.arguments(self.url, '1.39')]
            + ['resource', 'class', 'show', 'VCPU', '-f', 'value'],
            capture_output=True,
            text=True,
            env={'PATH': os.environ['PATH'], 'HOME': '/nonexistent'},
            timeout=120,
        )
        self.assertEqual(
            (0, 'VCPU\n', ''),
            (result.returncode, result.stdout, result.stderr),
        )

    def test_classes_traits_and_aggregates_before_generations(self):
        version = '1.9'
        provider = self._provider(version)
        self._run_silently(version, 'resource class create CUSTOM_GOLD')
        self._openstack(
            version,
            f'resource provider inventory set {provider} '
            '--resource CUSTOM_GOLD=4',
        )
        self._run_silently(version, 'trait create CUSTOM_SHINY')
        self._openstack(
            version,
            f'resource provider trait set --trait CUSTOM_SHINY {provider}',
        )
        aggregate = str(uuid.uuid4())
        self._openstack(
            version,
            f'resource provider aggregate set --aggregate {aggregate} '
            f'{provider}',
        )
        consumer, project, user = (str(uuid.uuid4()) for _ in range(3))
        self._openstack(
            version,
            f'resource provider allocation set {consumer} '
            f'--allocation rp={provider},CUSTOM_GOLD=3 '
            f'--project-id {project} --user-id {user}',
        )
        rows = self._openstack(
            version,
            f'resource provider list --member-of {aggregate} '
            '--resource CUSTOM_GOLD=1',
        )
        self.assertEqual([provider], [row['uuid'] for row in rows])
        usage = self._openstack(
            version, f'resource usage show {project} --user-id {user}'
        )
        self.assertEqual(
            [{'resource_class': 'CUSTOM_GOLD', 'usage': 3}], usage
        )
