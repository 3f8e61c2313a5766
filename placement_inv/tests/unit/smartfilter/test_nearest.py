"""The known name that a mistyped one is closest to."""

import unittest

from hypothesis import given
from hypothesis import strategies

from placement_inv.smartfilter import nearest
from placement_inv.smartfilter.languages import lookups

_LETTERS = 'abcdefghijklmnopqrstuvwxyz_'
_KNOWN = strategies.sampled_from(sorted(lookups.LONG))


@strategies.composite
def _typos(draw):
    """Return a known name and the name with one typo."""
    name = draw(_KNOWN)
    at = draw(strategies.integers(0, len(name) - 2))
    letter = draw(strategies.sampled_from(_LETTERS))
    return name, draw(
        strategies.sampled_from(
            (
                name[:at] + name[at + 1 :],
                name[:at] + letter + name[at:],
                name[:at] + letter + name[at + 1 :],
                name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            )
        )
    )


class TestFindTypo(unittest.TestCase):
    @given(_typos())
    def test_every_typo_is_found(self, typo):
        name, typo_name = typo
        expected = None if typo_name == name else name
        self.assertEqual(expected, nearest.find_typo(typo_name, {name}))

    @given(_KNOWN, strategies.text('xyz', min_size=2, max_size=2))
    def test_two_more_letters_are_another_word(self, name, letters):
        self.assertIsNone(nearest.find_typo(name + letters, {name}))

    def test_words_that_facts_use_are_no_typos(self):
        for word in (
            'containers',
            'content',
            'existing',
            'interfaces',
            'regexes',
            'release',
            'version',
            'version_id',
            'versions',
        ):
            self.assertIsNone(nearest.find_typo(word, lookups.LONG), word)
