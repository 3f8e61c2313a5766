"""The families, phases and rows of the bench."""

from collections.abc import Callable
import dataclasses

from placement_inv.tests.bench.client import Request


@dataclasses.dataclass(frozen=True)
class Row:
    """One kind of request, and its targets."""

    label: str
    #: number -> Request; numbers never repeat, so that a write can be new.
    make_request: Callable[[int], Request]
    #: The number of concurrent clients.
    clients: int = 1
    #: The expected status.
    status: int = 200
    #: The target: how many times faster than the peer.
    times: float | None = None
    #: The largest number of statements.
    statements: int | None = None
    #: The most milliseconds, independent of the peer.
    milliseconds: float | None = None
    #: Whether conflicts without a cause in the requests miss the target.
    never_conflicts: bool = False
    #: The most megabytes by which one process of this service may grow.
    megabytes: float | None = None
    #: Compare the good responses a second instead of the median time: for
    #: writes that may have to be repeated.
    by_rate: bool = False


@dataclasses.dataclass(frozen=True)
class Phase:
    """Test data, and the rows that are measured with it."""

    title: str
    #: service -> None; writes the test data into its database.
    load: Callable
    rows: tuple[Row, ...]
    #: service -> None; raises if the data is inconsistent afterwards.
    check: Callable | None = None


@dataclasses.dataclass(frozen=True)
class Family:
    """An API: its versions header and its phases."""

    name: str
    version: str
    #: sizes of the test data -> phases.
    phases: Callable
    #: Whether OpenStack Placement has the same requests.
    has_peer: bool = False
