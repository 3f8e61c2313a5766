"""The normal form of UUIDs, as the tables store them.

Two spellings of one UUID must never become two providers.
"""

import uuid


def normalize(text):
    """Return the lower-case form, with dashes, of any spelling of a UUID.

    Raises ValueError where `text` is no UUID.
    """
    return str(uuid.UUID(text))
