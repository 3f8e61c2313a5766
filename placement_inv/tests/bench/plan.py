"""What a family asks, in what worlds: the rows of its table."""

from collections.abc import Callable
import dataclasses

from placement_inv.tests.bench.client import Ask


@dataclasses.dataclass(frozen=True)
class Row:
    """One request, made again and again, and what it must cost at most."""

    label: str
    #: number -> Ask; numbers never repeat, so that a write can be new.
    ask: Callable[[int], Ask]
    #: Clients that ask at the same time.
    clients: int = 1
    #: Status of a good answer.
    status: int = 200
    #: How many times faster than the peer it has to be.
    times: float | None = None
    #: Most statements that it may send.
    statements: int | None = None
    #: Most milliseconds that it may take, whatever the peer does.
    milliseconds: float | None = None
    #: Whether conflicts that no client caused are none.
    never_refused: bool = False
    #: Most megabytes that one of our processes may grow by.
    megabytes: float | None = None
    #: Compare the good answers a second, not how long one takes: for
    #: writes that may have to be repeated.
    by_rate: bool = False


@dataclasses.dataclass(frozen=True)
class Phase:
    """A world, and the rows that are measured in it."""

    title: str
    #: service -> None; makes its database hold the world.
    load: Callable
    rows: tuple[Row, ...]
    #: service -> None; raises where the rows left what may not be.
    check: Callable | None = None


@dataclasses.dataclass(frozen=True)
class Family:
    """An API: its versions header and its phases."""

    name: str
    version: str
    #: sizes of worlds -> phases.
    phases: Callable
    #: Whether OpenStack Placement answers the same requests.
    has_peer: bool = False
