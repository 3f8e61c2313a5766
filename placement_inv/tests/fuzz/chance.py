"""Every choice of a run, drawn from one seed."""

import random


class Chance:
    """Draws that repeat with the seed, and with the number of the shot."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def often(self, percent):
        """Tell whether something happens that happens so often."""
        return self._random.random() * 100 < percent

    def one(self, options):
        """Return one of several options."""
        return self._random.choice(options)

    def some(self, options, most=3):
        """Return up to `most` different options, at least one if any."""
        count = min(len(options), self._random.randint(1, most))
        return self._random.sample(options, count)

    def number(self, least, most):
        return self._random.randint(least, most)

    def weighted(self, weights):
        """Return one of the keys of {option: weight}."""
        return self._random.choices(
            list(weights), weights=list(weights.values())
        )[0]
