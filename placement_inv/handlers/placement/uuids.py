"""The normal form of UUIDs, which the tables keep.

Two spellings of one UUID must never become two providers.
"""

import uuid


def normalize(text):
    """Return the lower-case form with dashes of anything like a UUID."""
    return str(uuid.UUID(text))
