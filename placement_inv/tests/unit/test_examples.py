"""The example configurations in etc/."""

import base64
import configparser
import pathlib

import testtools
import webob

import placement_inv
from placement_inv import conf
from placement_inv import deploy

_ETC = pathlib.Path(placement_inv.__file__).parent.parent / 'etc/placement_inv'
#: Groups whose options are registered by libraries when they are used.
_LIBRARY_GROUPS = ('keystone_authtoken', 'oslo_middleware')


class TestExamples(testtools.TestCase):
    def test_every_option_of_the_configurations_exists(self):
        examples = sorted(_ETC.glob('*.conf.example'))
        self.assertEqual(2, len(examples))
        for example in examples:
            settings = conf.load(config_files=[str(example)])
            parser = configparser.ConfigParser(interpolation=None)
            parser.read(example)
            for group in set(parser.sections()) - set(_LIBRARY_GROUPS):
                for option, text in parser[group].items():
                    value = settings[group][option]
                    self.assertEqual(
                        text.lower().strip('[]'),
                        str(value).lower().strip("[']"),
                    )

    def test_a_process_opens_no_more_connections_than_it_has_threads(self):
        for example in _ETC.glob('*.conf.example'):
            options = conf.load(config_files=[str(example)])
            database = options.placement_database
            for name in ('uwsgi.ini', 'uwsgi-nginx.ini'):
                threads = int(_read_value(_ETC / name, 'threads'))
                self.assertEqual(
                    threads, database.max_pool_size + database.max_overflow
                )

    def test_systemd_waits_for_jobs_and_signals_the_worker_alone(self):
        unit = _ETC / 'systemd' / 'placement-inv-worker.service'
        timeout = conf.load(config_files=[]).jobs.stop_timeout
        self.assertGreaterEqual(
            float(_read_value(unit, 'TimeoutStopSec')), timeout + 10
        )
        self.assertEqual('mixed', _read_value(unit, 'KillMode'))

    def test_htpasswd_admits_its_operator_and_nobody_else(self):
        settings = conf.load(config_files=[])
        settings.set_override('auth_strategy', 'http_basic', 'api')
        settings.set_override(
            'http_basic_auth_user_file', str(_ETC / 'htpasswd.example'), 'api'
        )
        application = deploy.loadapp(settings)
        self.assertEqual(401, self._status(application, 'guess'))
        # Not found: the caller passed the authentication.
        self.assertEqual(404, self._status(application, 'change-me'))

    def _status(self, application, password):
        request = webob.Request.blank('/nowhere')
        credentials = base64.b64encode(f'operator:{password}'.encode())
        request.headers['Authorization'] = f'Basic {credentials.decode()}'
        return request.get_response(application).status_code


def _read_value(path, name):
    for line in path.read_text().splitlines():
        key, _, value = line.partition('=')
        if key.strip() == name:
            return value.strip()
    raise AssertionError(f'{path} has no {name}')
