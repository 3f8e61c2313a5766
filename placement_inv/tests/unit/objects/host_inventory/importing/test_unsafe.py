"""Marks come off where they are not needed, and stay where they are."""

import testtools

from placement_inv.objects.host_inventory.importing import document
from placement_inv.objects.host_inventory.importing import unsafe


def _unmarked(value):
    found = unsafe.unmarked(
        document.Document(
            variables={'v': value},
            hosts={'h': document.Host('h', {'v': value})},
            groups={'g': document.Group('g', {'v': value}, (), ())},
        )
    )
    (shown, *others) = (
        found.variables,
        found.hosts['h'].variables,
        found.groups['g'].variables,
    )
    assert others == [shown, shown], others
    return shown['v']


class TestUnmarked(testtools.TestCase):
    def test_a_plain_text_loses_its_mark(self):
        self.assertEqual('web', _unmarked({'__ansible_unsafe': 'web'}))
        self.assertEqual(
            {'a': ['{', 'x']},
            _unmarked(
                {
                    'a': [
                        {'__ansible_unsafe': '{'},
                        {'__ansible_unsafe': 'x'},
                    ]
                }
            ),
        )

    def test_what_somebody_would_evaluate_keeps_it(self):
        for text in ('{{ x }}', 'a {% if x %}', '{# x', '{{'):
            marked = {'__ansible_unsafe': text}
            self.assertEqual(marked, _unmarked(marked))

    def test_what_is_no_mark_stays(self):
        for value in (
            None, 1, 'x', [], {},
            {'__ansible_unsafe': 1},
            {'__ansible_unsafe': 'x', 'more': 1},
        ):  # fmt: skip
            self.assertEqual(value, _unmarked(value))
