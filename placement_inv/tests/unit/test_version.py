"""Which release this is."""

import importlib.metadata
import unittest
from unittest import mock

from placement_inv import version


class TestRelease(unittest.TestCase):
    def test_it_is_that_of_the_installed_package(self):
        with mock.patch.object(
            importlib.metadata, 'version', return_value='1.2.3', autospec=True
        ) as read:
            self.assertEqual('1.2.3', version.release())
        read.assert_called_once_with('placement-inv')

    def test_a_checkout_may_be_not_installed(self):
        with mock.patch.object(
            importlib.metadata,
            'version',
            side_effect=importlib.metadata.PackageNotFoundError,
            autospec=True,
        ):
            self.assertEqual('not installed', version.release())
