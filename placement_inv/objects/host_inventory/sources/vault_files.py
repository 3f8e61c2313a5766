"""What a source does with files of variables that are encrypted as a whole.

The setting is one of the source variables, because AWX has no field for it. A
credential with which such files are read will be a third choice.
"""

from collections.abc import Mapping
from typing import Any

from placement_inv.objects.host_inventory.sources import import_errors

#: The name of the source variable. It is not passed to the tool.
VARIABLE = 'PLACEMENT_INV_VAULT_FILES'
#: An update fails if it has to read such a file.
REFUSE = 'refuse'
#: An update leaves such files out, and names them in its output.
SKIP = 'skip'
CHOICES = (REFUSE, SKIP)


def read(source_vars: Mapping[str, Any]) -> str:
    """Return the choice of a source, REFUSE without one.

    Raises VaultChoiceRefused.
    """
    choice = source_vars.get(VARIABLE, REFUSE)
    if choice not in CHOICES:
        raise import_errors.VaultChoiceRefused(
            name=VARIABLE, choices=' or '.join(CHOICES)
        )
    return choice
