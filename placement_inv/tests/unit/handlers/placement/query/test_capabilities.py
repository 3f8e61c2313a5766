"""The capabilities of each version."""

import dataclasses

import testtools

from placement_inv.handlers.placement import versions
from placement_inv.handlers.placement.query import capabilities
from placement_inv.objects.placement.candidates import request


class TestAtVersion(testtools.TestCase):
    def test_the_first_version_has_none_and_the_last_has_all(self):
        self.assertEqual(
            request.Capabilities(), capabilities.at_version(versions.FIRST)
        )
        last = capabilities.at_version(versions.history.last)
        self.assertTrue(all(dataclasses.astuple(last)))

    def test_a_version_has_the_capabilities_of_the_one_before(self):
        before = dataclasses.astuple(request.Capabilities())
        for version in versions.history.versions:
            after = dataclasses.astuple(capabilities.at_version(version))
            self.assertTrue(
                all(b or not a for a, b in zip(before, after, strict=True)),
                version,
            )
            before = after
