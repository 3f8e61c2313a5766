"""The version of the installed package."""

import importlib.metadata
import unittest
from unittest import mock

from placement_inv import version


class TestRelease(unittest.TestCase):
    def test_the_release_is_the_version_of_the_package(self):
        with mock.patch.object(
            importlib.metadata, 'version', return_value='1.2.3', autospec=True
        ) as read:
            self.assertEqual('1.2.3', version.release())
        read.assert_called_once_with('placement-inv')

    def test_a_checkout_may_not_be_installed(self):
        with mock.patch.object(
            importlib.metadata,
            'version',
            side_effect=importlib.metadata.PackageNotFoundError,
            autospec=True,
        ):
            self.assertEqual('not installed', version.release())
