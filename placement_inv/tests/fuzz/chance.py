"""The random choices of a run, from one seed."""

import random


class Chance:
    """Random choices that repeat with the seed."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def often(self, percent):
        """Return True in `percent` of all calls."""
        return self._random.random() * 100 < percent

    def one(self, options):
        """Return a random option."""
        return self._random.choice(options)

    def some(self, options, most=3):
        """Return up to `most` different options, at least one if any."""
        count = min(len(options), self._random.randint(1, most))
        return self._random.sample(options, count)

    def number(self, least, most):
        return self._random.randint(least, most)

    def weigh(self, weights):
        """Return a random key of {option: weight}."""
        return self._random.choices(
            list(weights), weights=list(weights.values())
        )[0]
