"""Errors say what was tried before they say what went wrong."""

import testtools

from placement_inv import exceptions


class _Broken(exceptions.Conflict):
    sentence = '{what} is broken'


class TestDuring(testtools.TestCase):
    def _sentence(self, *kinds):
        def fail():
            with exceptions.during('Opening', *kinds):
                raise _Broken(what='the door')

        return str(self.assertRaises(_Broken, fail))

    def test_the_attempt_comes_first(self):
        self.assertEqual('Opening: the door is broken', self._sentence())

    def test_it_is_said_for_the_named_kinds_only(self):
        self.assertEqual(
            'Opening: the door is broken',
            self._sentence(exceptions.NotFound, exceptions.Conflict),
        )
        self.assertEqual(
            'the door is broken', self._sentence(exceptions.NotFound)
        )

    def test_the_outer_attempt_comes_before_the_inner(self):
        def fail():
            with (
                exceptions.during('Leaving'),
                exceptions.during('Opening'),
            ):
                raise _Broken(what='the door')

        self.assertEqual(
            'Leaving: Opening: the door is broken',
            str(self.assertRaises(_Broken, fail)),
        )

    def test_facts_may_look_like_templates(self):
        self.assertEqual('{x} is broken', str(_Broken(what='{x}')))
