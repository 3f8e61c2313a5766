"""Finds the known name that is closest to a mistyped one."""

import difflib


def did_you_mean(name, names):
    """Return a hint for messages, or None if no known name is close."""
    close = difflib.get_close_matches(name.lower(), sorted(names), n=1)
    return f'did you mean "{close[0]}"?' if close else None


def find_typo(name, names):
    """Return the known name that differs by one edit, or None.

    An edit removes, inserts or replaces a letter, or swaps two adjacent ones.
    """
    return next(
        (one for one in sorted(names) if _is_one_edit_away(name, one)), None
    )


def _is_one_edit_away(left, right):
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
    is_swap = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return is_swap or any(
        rest[a:] == other[b:] for a, b in ((1, 0), (0, 1), (1, 1))
    )
