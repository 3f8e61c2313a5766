import types

import testtools

from placement_inv import conf
from placement_inv.web.middleware import auth
from placement_inv.web.middleware import keystone_keys
from placement_inv.web.middleware import strategies


class TestStrategies(testtools.TestCase):
    def test_each_strategy_has_its_callers(self):
        for strategy, kind in (
            ('noauth2', auth.Callers),
            ('http_basic', auth.Callers),
            ('keystone', keystone_keys.Callers),
        ):
            settings = conf.load(config_files=[])
            settings.set_override('auth_strategy', strategy, 'api')
            callers = strategies.middleware(
                None, settings, types.SimpleNamespace(), None
            )
            self.assertIsInstance(callers, kind, strategy)
