"""The writes that were sent, and what the service said to each."""

import collections
import dataclasses
import enum
import threading


class Outcome(enum.Enum):
    """What the answer to a write says."""

    DONE = 'done'
    REFUSED = 'refused'
    #: There was no answer, or it says that the outcome is unknown.
    UNKNOWN = 'unknown'


@dataclasses.dataclass
class Entry:
    """The values that one object may have; None stands for its absence."""

    allowed: set = dataclasses.field(default_factory=lambda: {None})
    #: The values of writes that were refused.
    refused: set = dataclasses.field(default_factory=set)


@dataclasses.dataclass
class Ledger:
    """The entries of all objects, by kind and key."""

    entries: dict = dataclasses.field(default_factory=dict)
    #: The number of writes of each kind and outcome.
    writes: collections.Counter = dataclasses.field(
        default_factory=collections.Counter
    )
    #: The number of answers of each status; 0 stands for none.
    statuses: collections.Counter = dataclasses.field(
        default_factory=collections.Counter
    )
    _lock: threading.Lock = dataclasses.field(default_factory=threading.Lock)

    def note(self, kind, key, value, answer):
        """Note the answer to a write that gives an object a value.

        Only one thread may write an object, and no more after an unknown
        outcome: such a write may be carried out later.
        """
        outcome = answer.outcome
        with self._lock:
            self.writes[kind, outcome] += 1
            self.statuses[answer.status] += 1
            entry = self.entries.setdefault((kind, key), Entry())
            if outcome is Outcome.DONE:
                entry.allowed = {value}
            elif outcome is Outcome.UNKNOWN:
                entry.allowed.add(value)
            else:
                entry.refused.add(value)

    def of_kind(self, kind):
        """Return {key: Entry} of one kind."""
        return {
            key: entry
            for (entry_kind, key), entry in self.entries.items()
            if entry_kind == kind
        }
