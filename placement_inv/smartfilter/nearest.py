"""The known name that a mistyped one is closest to."""

import difflib


def did_you_mean(name, known):
    """Give a hint, or None when nothing known is close."""
    close = difflib.get_close_matches(name.lower(), sorted(known), n=1)
    return f'did you mean "{close[0]}"?' if close else None
