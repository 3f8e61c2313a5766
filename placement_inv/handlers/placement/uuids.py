"""UUIDs as clients write them, and the one form that is kept.

Two writings of one UUID must never become two providers.
"""

import uuid


def normal(text):
    """Return the lower-case form with dashes of anything like a UUID."""
    return str(uuid.UUID(text))
