"""Exceptions format a sentence with their facts."""

import testtools

from placement_inv import exceptions


class _Broken(exceptions.Conflict):
    sentence = '{what} is broken'


class TestError(testtools.TestCase):
    def test_facts_fill_the_sentence_and_are_attributes(self):
        error = _Broken(what='the door')
        self.assertEqual('the door is broken', str(error))
        self.assertEqual('the door', error.what)
        self.assertEqual({'what': 'the door'}, error.facts)

    def test_facts_may_look_like_templates(self):
        self.assertEqual('{x} is broken', str(_Broken(what='{x}')))
