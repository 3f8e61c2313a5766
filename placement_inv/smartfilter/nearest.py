"""The known name that a mistyped one is closest to."""

import difflib


def did_you_mean(name, known):
    """Give a hint, or None when nothing known is close."""
    close = difflib.get_close_matches(name.lower(), sorted(known), n=1)
    return f'did you mean "{close[0]}"?' if close else None


def slip(name, known):
    """Give the known name that a slip of the finger turns into another.

    One letter is left out, put in, mistaken, or changes places with the next.
    """
    return next((one for one in sorted(known) if _one_apart(name, one)), None)


def _one_apart(left, right):
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = next(
        (
            at
            for at, (a, b) in enumerate(zip(left, right, strict=False))
            if a != b
        ),
        min(len(left), len(right)),
    )
    rest, other = left[start:], right[start:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or any(
        rest[a:] == other[b:] for a, b in ((1, 0), (0, 1), (1, 1))
    )
