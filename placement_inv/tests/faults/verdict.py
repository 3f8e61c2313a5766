"""Compares what the service has with the ledger."""

import dataclasses

from placement_inv.tests.faults import load
from placement_inv.tests.faults import world as base_world
from placement_inv.tests.faults.ledger import Outcome


@dataclasses.dataclass
class Verdict:
    """What was found, as lists of descriptions."""

    lost: list = dataclasses.field(default_factory=list)
    doubled: list = dataclasses.field(default_factory=list)
    #: Written, although the answer was an error that says otherwise.
    written_though_refused: list = dataclasses.field(default_factory=list)
    unfinished: list = dataclasses.field(default_factory=list)

    @property
    def is_good(self):
        """Whether nothing is lost, doubled or unfinished."""
        return not (self.lost or self.doubled or self.unfinished)

    def compare(self, kind, entries, observed_values):
        """Compare {key: Entry} with {key: [value of each such object]}."""
        for key, entry in entries.items():
            values = list(observed_values.get(key, ())) or [None]
            description = f'{kind} {key}: {values}'
            if len(values) > 1:
                self.doubled.append(description)
            elif values[0] in entry.allowed:
                continue
            elif values[0] in entry.refused:
                self.written_though_refused.append(description)
            else:
                self.lost.append(f'{description}, allowed {entry.allowed}')


def judge(world, ledger, observer, job_count):
    """Return the Verdict.

    `job_count` is the number of jobs that are not final after a long wait.
    """
    verdict = Verdict(unfinished=['job'] * job_count)
    claims = observer.read_claims(world.providers)
    verdict.compare(load.CLAIM, ledger.of_kind(load.CLAIM), claims)
    _compare_usage(
        verdict,
        sum(sum(amounts) for amounts in claims.values()),
        observer.read_usage(world.providers),
    )
    verdict.compare(
        load.HOST,
        ledger.of_kind(load.HOST),
        observer.read_hosts(world.inventory),
    )
    verdict.doubled.extend(
        f'creation of host {name} in the change record'
        for name, count in observer.read_creations().items()
        if count > 1
    )
    verdict.compare(
        load.DELETION,
        ledger.of_kind(load.DELETION),
        observer.read_inventories(),
    )
    _compare_updates(verdict, ledger.of_kind(load.UPDATE), observer)
    _compare_loaded_hosts(verdict, world, observer)
    return verdict


def _compare_usage(verdict, claimed, used):
    if used > claimed:
        verdict.doubled.append(f'usage {used}, claims {claimed}')
    elif used < claimed:
        verdict.lost.append(f'usage {used}, claims {claimed}')


def _compare_updates(verdict, entries, observer):
    # Without an answer the id of an update is unknown.
    known = {
        key: entry for key, entry in entries.items() if isinstance(key, int)
    }
    updates, unfinished_ids = observer.read_updates(known)
    verdict.compare(load.UPDATE, known, updates)
    verdict.unfinished.extend(
        f'update {update_id}' for update_id in unfinished_ids
    )


def _compare_loaded_hosts(verdict, world, observer):
    for source, inventory in zip(
        world.sources, world.loaded_inventories, strict=True
    ):
        observer.load(source)
        hosts = observer.read_hosts(inventory)
        if len(hosts) != base_world.HOSTS_OF_A_SOURCE:
            verdict.lost.append(f'source {source}: {len(hosts)} hosts')


def format_table(database, ledger, verdict, fault_counts):
    """Return the lines that say what happened."""
    rows = [
        (kind, *(ledger.writes[kind, outcome] for outcome in Outcome))
        for kind in load.KINDS
    ]
    titles = ('', 'acknowledged', 'refused', 'unknown outcome')
    lines = [f'{database}:']
    lines += [f'  {count} {name}' for name, count in fault_counts.items()]
    lines.append('')
    for first, *others in (titles, *rows):
        columns = ''.join(f'{other:>17}' for other in others)
        lines.append(f'  {first:<20}{columns}')
    failures = {
        status: count
        for status, count in sorted(ledger.statuses.items())
        if status >= 500
    }
    lines += [
        '',
        f'  without an answer: {ledger.statuses[0]}',
        '  5xx: '
        + (
            ', '.join(f'{count} x {code}' for code, count in failures.items())
            or 'none'
        ),
        f'  lost: {len(verdict.lost)}',
        f'  doubled: {len(verdict.doubled)}',
        f'  written though refused: {len(verdict.written_though_refused)}',
        f'  not final: {len(verdict.unfinished)}',
    ]
    for title, descriptions in (
        ('lost', verdict.lost),
        ('doubled', verdict.doubled),
        ('written though refused', verdict.written_though_refused),
        ('not final', verdict.unfinished),
    ):
        lines += [f'  {title}: {text}' for text in descriptions[:10]]
    return lines
