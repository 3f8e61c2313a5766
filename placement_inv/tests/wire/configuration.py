"""The configuration file of each side."""

import pathlib

_TEXT = """
[api]
auth_strategy = noauth2
[placement_database]
connection = sqlite:///{directory}/placement.db
sync_on_startup = True
[oslo_policy]
enforce_new_defaults = {new_defaults}
"""


def write(directory, side, new_defaults=True):
    """Write the file of a side; return its directory."""
    own = pathlib.Path(directory) / side
    own.mkdir()
    text = _TEXT.format(directory=own, new_defaults=new_defaults)
    (own / 'placement.conf').write_text(text)
    return own
