"""Writes of secrets keep, refuse and log nothing that they should not."""

import logging
from unittest import mock

import fixtures

from placement_inv.handlers.host_inventory.fields import secrets
from placement_inv.tests.functional.handlers.host_inventory import planted


class TestWrites(planted.SecretsTest):
    def setUp(self):
        super().setUp()
        self.path = f'inventory_sources/{self.source.id}/'
        self.made_path = f'constructed_inventories/{self.constructed["id"]}/'

    def test_readers_see_that_there_is_a_secret(self):
        for path in (self.path, self.made_path):
            body = self.read(path, **planted.READER).json
            self.assertEqual(planted.MARK, body['source_vars'])
            self.ask('PATCH', path, {'source_vars': ''})
            body = self.read(path, **planted.READER).json
            self.assertEqual('', body['source_vars'])

    def test_the_policy_can_hide_secrets_from_administrators(self):
        allows = self.policy.allows
        self.enterContext(
            mock.patch.object(
                self.policy,
                'allows',
                lambda ctx, rule, target: (
                    rule != secrets.RULE and allows(ctx, rule, target)
                ),
            )
        )
        for path in (self.path, self.made_path):
            self.assertEqual(planted.MARK, self.read(path).json['source_vars'])
            answer = self.ask('PATCH', path, {'description': 'changed'})
            self.assertEqual(planted.MARK, answer.json['source_vars'])

    def test_writing_back_the_mark_keeps_the_secret(self):
        for path, secret in (
            (self.path, planted.SOURCE_VARS),
            (self.made_path, planted.CONSTRUCTED_VARS),
        ):
            shown = self.read(path, **planted.READER).json
            for method, body in (
                ('PUT', {**shown, 'description': 'changed'}),
                ('PATCH', {'source_vars': planted.MARK}),
            ):
                answer = self.ask(method, path, body)
                self.assertEqual(200, answer.status_int, answer.text)
                self.assertEqual(secret, answer.json['source_vars'])
                self.assertEqual('changed', answer.json['description'])

    def test_a_new_row_has_no_secret_to_keep(self):
        for path, body in (
            (
                f'inventories/{self.inventory.id}/inventory_sources/',
                {'name': 'new', 'source': 'file'},
            ),
            (
                'inventory_sources/',
                {
                    'name': 'new',
                    'source': 'file',
                    'inventory': self.inventory.id,
                },
            ),
            (
                'constructed_inventories/',
                {
                    'name': 'new',
                    'organization': self.inventory.organization.id,
                },
            ),
        ):
            answer = self.ask(
                'POST', path, {**body, 'source_vars': planted.MARK}
            )
            self.assertEqual(400, answer.status_int, answer.text)
            (message,) = answer.json['source_vars']
            self.assertIn('send the value itself', message)


class TestLogs(planted.SecretsTest):
    def test_no_log_has_a_secret(self):
        logger = self.useFixture(
            fixtures.FakeLogger(level=logging.DEBUG, nuke_handlers=False)
        )
        logging.getLogger('sqlalchemy.engine').setLevel(logging.DEBUG)
        self.addCleanup(
            logging.getLogger('sqlalchemy.engine').setLevel, logging.NOTSET
        )
        values = {'source_vars': planted.SOURCE_VARS.replace('-of', '-new')}
        self.create(
            'inventory_sources/',
            name='second',
            source='file',
            source_path='',
            inventory=self.inventory.id,
            **values,
        )
        path = f'inventory_sources/{self.source.id}/'
        for body in (
            values,
            {'source_vars': f'{{"{planted.WORD}": '},
            {'source_vars': f'HOME: {planted.WORD}'},
            {'source_vars': [planted.WORD]},
            {'source_vars': f'- {planted.WORD}\n- : ]'},
        ):
            self.ask('PATCH', path, body)
        self.update()
        self.read(path)
        self.assertNotEqual('', logger.output)
        self.assertNotIn(planted.WORD, logger.output)
