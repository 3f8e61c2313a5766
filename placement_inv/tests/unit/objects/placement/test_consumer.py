"""The generation that a request names, and that of its consumer."""

import testtools

from placement_inv.objects.placement import consumer
from placement_inv.objects.placement import errors

_OWNER = consumer.Owner('project', 'user')


class TestCheckGeneration(testtools.TestCase):
    def _check(self, generation, current, allocations=None):
        consumer.check_generation(
            consumer.ConsumerRequest('uuid', _OWNER, generation=generation),
            consumer.LockedConsumer(1, current, allocations or {}),
        )

    def test_equal_generations_pass(self):
        for generation, current in ((None, 0), (1, 1), (7, 7)):
            self._check(generation, current)

    def test_a_request_without_generations_passes(self):
        for current in (0, 1, 7):
            self._check(consumer.ANY, current)

    def test_different_generations_conflict(self):
        for generation, current, sentence in (
            (1, 2, 'expected 2 but got 1'),
            (1, 0, 'expected null but got 1'),
            (0, 0, 'expected null but got 0'),
            (None, 1, 'expected 1 but got None'),
        ):
            error = self.assertRaises(
                errors.ConsumerGenerationConflict,
                self._check,
                generation,
                current,
            )
            self.assertIn(sentence, str(error))

    def test_a_consumer_with_allocations_may_have_generation_zero(self):
        allocations = {(1, 2): 3}
        self._check(0, 0, allocations)
        self.assertRaises(
            errors.ConsumerGenerationConflict,
            self._check,
            None,
            0,
            {(1, 2): 3},
        )
