"""UUIDs as clients write them, and the one form that is kept.

Two writings of one UUID must never become two providers.
"""

import uuid

from oslo_utils import uuidutils

from placement_inv.web import errors

#: What paths have in the place of a UUID.
_IN_PATHS = ('uuid', 'consumer_uuid')


def normal(text):
    """Return the lower-case form with dashes of anything like a UUID."""
    return str(uuid.UUID(text))


def usual(text):
    """Return the usual form of a UUID, and what is none as it is."""
    return normal(text) if uuidutils.is_uuid_like(text) else text


def keyed(mapping, model):
    """Return a part of a body that is keyed by UUIDs, by their usual forms.

    `model` is what has the UUIDs.
    """
    found = {usual(key): value for key, value in mapping.items()}
    if len(found) < len(mapping):
        raise errors.InvalidBody(
            reason=f'a {model} is named in several writings of its UUID',
            error=None,
        )
    return found


def enter(req):
    """Let handlers find the usual form in what the path says."""
    req.path_items = {
        name: usual(text) if name in _IN_PATHS else text
        for name, text in req.path_items.items()
    }
