"""SQL finds the hosts that plain Python finds, for random filters."""

import unittest

from hypothesis import assume
from hypothesis import given
from hypothesis import settings

from placement_inv import smartfilter
from placement_inv.tests.unit.smartfilter import agreement
from placement_inv.tests.unit.smartfilter import strategies
from placement_inv.tests.unit.smartfilter import world

_SETTINGS = settings(max_examples=80)


def _resolve(text, language):
    try:
        return world.resolve(text, language)
    except smartfilter.FilterError:
        # Most random filters are valid; other tests have those that are not.
        assume(False)


class TestOracle(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.connection = world.sqlite_engine().connect()
        cls.addClassCleanup(cls.connection.close)
        world.create(cls.connection)

    def check(self, contents, text, language):
        agreement.check(self, contents, _resolve(text, language), text)

    @given(strategies.contents(), strategies.AWX_FILTERS)
    @_SETTINGS
    def test_awx(self, contents, text):
        self.check(contents, text, smartfilter.Language.AWX)

    @given(strategies.contents(), strategies.EXTENDED_FILTERS)
    @_SETTINGS
    def test_extended(self, contents, text):
        self.check(contents, text, smartfilter.Language.EXTENDED)
