"""Rules of the policy file that nothing asks for are found."""

import pathlib
import tempfile

import testtools

from placement_inv import conf
from placement_inv.cmd import rule_names


class TestRuleNames(testtools.TestCase):
    def setUp(self):
        super().setUp()
        directory = self.enterContext(tempfile.TemporaryDirectory())
        self.path = pathlib.Path(directory) / 'policy.yaml'
        self.settings = conf.load(config_files=[])
        self.settings.set_override(
            'policy_file', str(self.path), 'oslo_policy'
        )

    def _find(self, text):
        self.path.write_text(text)
        return rule_names.find_unknown(self.settings)

    def test_known_rules_and_helpers_are_no_problem(self):
        self.assertEqual(
            [],
            self._find(
                '"helper": "role:a"\n"other": "not rule:helper"\n'
                '"host_inventory:hosts:read": "rule:other or role:b"\n'
            ),
        )

    def test_unknown_rules_come_with_a_suggestion(self):
        self.assertEqual(
            [
                f'{self.path}: there is no rule host_inventory:hosts:raed; '
                'did you mean host_inventory:hosts:read?',
                f'{self.path}: there is no rule zzz',
            ],
            self._find(
                '"host_inventory:hosts:raed": "role:a"\n"zzz": "role:b"\n'
            ),
        )

    def test_a_file_that_is_named_must_exist(self):
        self.assertEqual(
            [f'[oslo_policy]policy_file: {self.path} does not exist'],
            rule_names.find_unknown(self.settings),
        )

    def test_no_file_is_needed(self):
        self.settings.clear_override('policy_file', 'oslo_policy')
        self.assertEqual([], rule_names.find_unknown(self.settings))

    def test_a_broken_file_is_left_to_the_check_at_the_start(self):
        for text in ('}', '- a list\n', 'text'):
            self.assertEqual([], self._find(text), text)
