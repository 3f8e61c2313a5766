"""Options and sections that nothing reads are found."""

import pathlib

import testtools

import placement_inv
from placement_inv import conf
from placement_inv.cmd import option_names
from placement_inv.conf import files

_ROOT = pathlib.Path(placement_inv.__file__).parents[1]


def _list_options(text=''):
    """Return the options of a configuration with some text."""
    settings = conf.new()
    settings([], default_config_files=[])
    for line in text.splitlines():
        option_names.list_options(settings)
        name, value = line.split(' = ')
        settings.set_override(name, value, 'keystone_authtoken')
    return option_names.list_options(settings)


class TestOptionNames(testtools.TestCase):
    def _find(self, *lines, plugin=''):
        return option_names.find_unknown(
            [
                files.Setting(section, name, 'a.conf', number)
                for number, (section, name) in enumerate(lines, 1)
            ],
            _list_options(plugin),
        )

    def test_known_options_are_no_problem(self):
        self.assertEqual(
            [],
            self._find(
                ('DEFAULT', 'debug'),
                ('DEFAULT', 'log-file'),
                ('api', 'auth_strategy'),
                ('API', 'AUTH-STRATEGY'),
                ('cors', 'allowed_origin'),
                ('keystone_authtoken', 'auth_type'),
                ('oslo_middleware', 'enable_proxy_headers_parsing'),
                ('oslo_policy', 'policy_file'),
            ),
        )

    def test_unknown_options_come_with_a_place_and_a_suggestion(self):
        self.assertEqual(
            [
                'a.conf:1: [api] has no option auth_stategy; did you mean '
                'auth_strategy?',
                'a.conf:2: [jobs] has no option zzzzzz',
            ],
            self._find(('api', 'auth_stategy'), ('jobs', 'zzzzzz')),
        )

    def test_an_unknown_section_is_reported_once(self):
        self.assertEqual(
            ['a.conf:1: there is no section [jbos]; did you mean [jobs]?'],
            self._find(('jbos', 'workers'), ('jbos', 'lease')),
        )

    def test_options_of_the_plugin_of_keystone_are_known(self):
        line = ('keystone_authtoken', 'user_domain_name')
        self.assertEqual(1, len(self._find(line)))
        self.assertEqual([], self._find(line, plugin='auth_type = password'))

    def test_the_section_of_the_plugin_is_known(self):
        line = ('cloud', 'auth_type')
        self.assertEqual(1, len(self._find(line)))
        self.assertEqual([], self._find(line, plugin='auth_section = cloud'))

    def test_every_file_of_etc_has_known_options_only(self):
        paths = sorted((_ROOT / 'etc/placement_inv').glob('*.conf.example'))
        self.assertNotEqual([], paths)
        for path in paths:
            settings = [
                setting
                for setting in files.read_settings(str(path))
                if setting.section != 'keystone_authtoken'
            ]
            self.assertEqual(
                [], option_names.find_unknown(settings, _list_options())
            )

    def test_the_samples_have_the_same_options(self):
        path = _ROOT / 'etc/placement_inv/config-generator.conf'
        names = [
            line.partition('=')[2].strip()
            for line in path.read_text().splitlines()
            if line.startswith('namespace')
        ]
        self.assertEqual(sorted(option_names.NAMESPACES), sorted(names))

    def test_all_options_can_be_registered_and_read(self):
        settings = conf.new()
        settings([], default_config_files=[])
        pairs = option_names.list_options(settings)
        option_names.register(settings, pairs)
        for group, option in pairs:
            self.assertIn(option.dest, settings[group] if group else settings)
