"""The kinds of inventories: what each allows and does, in one table.

A new kind is one entry of KINDS. Code asks an entry for an attribute and
never compares words. The table is on the floor `common`, below all packages
that ask it: hosts and memberships as well as inventories.
"""

import dataclasses
import enum

#: What clients can create in an inventory, as `errors.NotForKind` names it.
HOST = 'Host'
GROUP = 'Group'
SOURCE = 'Inventory Source'
_ALL_MODELS = frozenset((HOST, GROUP, SOURCE))


class Members(enum.Enum):
    """How the hosts of an inventory are found; see `membership.hosts_of`."""

    #: They are the rows that refer to the inventory.
    OWN = enum.auto()
    #: They are the hosts of its organization that `host_filter` matches.
    FILTERED = enum.auto()


class Contents(enum.Enum):
    """What a copy of an inventory gets; see `inventories.copying`."""

    #: Copies of the hosts and groups.
    ROWS = enum.auto()
    #: The same inputs, and a source of its own with the same settings.
    INPUTS = enum.auto()


@dataclasses.dataclass(frozen=True, slots=True)
class InventoryKind:
    """What one kind of inventory allows and does."""

    #: The value of `host_inventories.kind`, and the word on the wire.
    word: str
    #: The description of the word in the answers to OPTIONS.
    label: str
    #: The models of which clients can create rows in the inventory, or move
    #: rows into it.
    accepts: frozenset[str] = frozenset()
    #: Whether clients can delete its hosts.
    deletes_hosts: bool = False
    #: Whether the facts of its hosts are stored with these hosts. Otherwise
    #: they are stored with the hosts that `instance_id` names.
    stores_facts: bool = True
    members: Members = Members.OWN
    has_groups: bool = True
    has_sources: bool = True
    #: Whether a source of its own makes its hosts from other inventories.
    has_inputs: bool = False
    #: Whether it can be an input of an inventory that has inputs.
    can_be_input: bool = True
    copies: Contents = Contents.ROWS

    @property
    def is_filtered(self):
        """Tell whether `host_filter` decides which hosts are in it."""
        return self.members is Members.FILTERED


REGULAR = InventoryKind(
    '',
    'Hosts have a direct link.',
    accepts=_ALL_MODELS,
    deletes_hosts=True,
)
SMART = InventoryKind(
    'smart',
    'Hosts are those that host_filter finds.',
    members=Members.FILTERED,
    has_groups=False,
    has_sources=False,
)
CONSTRUCTED = InventoryKind(
    'constructed',
    'Hosts and groups are made from input inventories.',
    stores_facts=False,
    has_inputs=True,
    can_be_input=False,
    copies=Contents.INPUTS,
)

#: {word: kind}, in the order in which OPTIONS lists the words.
KINDS = {kind.word: kind for kind in (REGULAR, SMART, CONSTRUCTED)}


def words(condition):
    """Return the words of the kinds of which a condition is true.

    `condition` is a function: InventoryKind -> bool.
    """
    return tuple(word for word, kind in KINDS.items() if condition(kind))
