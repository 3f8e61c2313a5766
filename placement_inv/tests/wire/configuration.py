"""The configuration file that both sides read, each one of its own."""

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
    """Write the file of a side; return the directory that it is in."""
    own = pathlib.Path(directory) / side
    own.mkdir()
    text = _TEXT.format(directory=own, new_defaults=new_defaults)
    (own / 'placement.conf').write_text(text)
    return own
