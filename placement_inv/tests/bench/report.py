"""Compares results with targets; writes lines, reStructuredText and JSON."""

import dataclasses
import json
import statistics
import textwrap

from placement_inv.tests.bench import machine

OURS = 'placement-inv'
PEER = 'openstack-placement'
#: The name of this service as it was at an earlier commit.
BEFORE = 'before'

#: A round counts as slower if it takes this many times longer than with the
#: earlier commit. Rounds of one service differ by less.
_NOISE = 1.05


@dataclasses.dataclass(frozen=True)
class Result:
    """The measurements of one row in one phase."""

    phase: str
    row: object
    #: {service name: timing.Sample}
    samples: dict
    #: fixtures.statements.Counter of this service.
    counter: object

    @property
    def times(self):
        """How many times faster this service is; None without a peer."""
        ours, peer = self.samples[OURS], self.samples.get(PEER)
        if peer is None or not peer.good or not ours.good:
            return None
        if self.row.by_rate:
            return ours.rate / peer.rate
        return peer.median / ours.median

    @property
    def change(self):
        """How many times the earlier commit's cost a row takes now.

        It is the median of the rounds' ratios; None without that commit.
        """
        ratios = self._ratios()
        return statistics.median(ratios) if ratios else None

    @property
    def is_slower(self):
        """Whether every round took longer than at the earlier commit.

        Rounds alternate between the services. Other work of the machine slows
        some rounds of both; a change of the code slows all rounds of one.
        """
        return min(self._ratios(), default=0) > _NOISE

    def _ratios(self):
        before = self.samples.get(BEFORE)
        if before is None:
            return []
        pairs = zip(self.samples[OURS].rounds, before.rounds, strict=False)
        return [ours / then for ours, then in pairs]

    @property
    def misses(self):
        """The missed targets, as text."""
        row, ours, times = self.row, self.samples[OURS], self.times
        if not ours.good:
            return ['no response']
        limits = (
            (row.statements, len(self.counter.statements), 'statements'),
            (row.milliseconds, ours.median, 'ms'),
            (row.megabytes, ours.growth, 'MB'),
            (0 if row.never_conflicts else None, ours.conflicts, 'conflicts'),
        )
        misses = [
            f'{value:.0f} > {limit} {unit}'
            for limit, value, unit in limits
            if limit is not None and value > limit
        ]
        if row.times and times is not None and times < row.times:
            misses.append(f'{times:.1f}x < {row.times}x')
        if self.is_slower:
            misses.append(f'{self.change:.2f} times the earlier cost')
        return misses

    def summary(self):
        """Return the figures for the JSON file."""
        return {
            'phase': self.phase,
            'request': self.row.label,
            'clients': self.row.clients,
            'times_faster': self.times and round(self.times, 2),
            'wanted_times': self.row.times,
            'change': self.change and round(self.change, 3),
            'misses': self.misses,
            'statements': len(self.counter.statements),
            'transactions': self.counter.begins,
            'services': {
                name: sample.summary() for name, sample in self.samples.items()
            },
        }


def line(result):
    """Return the line of a row for the terminal."""
    busy_times = '/'.join(
        f'{each.busy / len(each.milliseconds):.1f}'
        for each in _sides(result)
        if each.milliseconds
    )
    cells = [
        f'{result.row.label[:44]:44} {result.row.clients:2}',
        *(f'{_cost(each, result.row):>10}' for each in _sides(result)),
        f'{_times(result):>7} {_target(result.row):12}',
        *([f'{result.change:5.2f} of before'] if result.change else []),
        f'{busy_times:>14} busy',
        f'{len(result.counter.statements):3} SQL',
        f'{result.samples[OURS].growth:6.1f} MB',
        '; '.join(result.misses),
    ]
    return ' '.join(cells)


def write_json(path, results):
    """Write all figures, with a description of the machine."""
    document = {
        'machine': machine.describe(),
        'results': [each.summary() for each in results],
    }
    path.write_text(json.dumps(document, indent=1) + '\n')


def write_rst(path, results):
    """Write one table for each phase as reStructuredText."""
    phases = dict.fromkeys(each.phase for each in results)
    text = [textwrap.fill(machine.sentence(), 78), '\n']
    for phase in phases:
        rows = [each for each in results if each.phase == phase]
        text += [f'\n**{phase}**\n\n', *_table(rows)]
    path.write_text(''.join(text))


def _table(results):
    peers = [name for name in results[0].samples if name != OURS]
    head = ['request', 'clients', 'placement-inv', *peers]
    head += ['times faster (target)'] if peers else ['at most']
    head += ['statements', 'MB']
    widths = ['34', '7', '13', *['15'] * len(peers), '15', '9', '7']
    yield '.. list-table::\n'
    yield '   :header-rows: 1\n'
    yield f'   :widths: {" ".join(widths)}\n\n'
    for cells in (head, *(_cells(each) for each in results)):
        for number, cell in enumerate(cells):
            yield f'   {"  " if number else "* "}- {cell}\n'
    yield '\n'


def _cells(result):
    target = _target(result.row)
    ours = result.samples[OURS]
    return [
        result.row.label.replace('_', r'\_'),
        str(result.row.clients),
        *(_cost(each, result.row) for each in _sides(result)),
        f'{_times(result)} {f"({target})" if target else ""}'.strip(),
        str(len(result.counter.statements)),
        f'{ours.growth:.0f}',
    ]


def _sides(result):
    """Return the samples, that of this service first."""
    rest = [s for name, s in result.samples.items() if name != OURS]
    return [result.samples[OURS], *rest]


def _cost(sample, row):
    if not sample.good:
        return 'no response'
    if row.by_rate:
        conflicts = (
            f', {sample.conflicts} conflicts' if sample.conflicts else ''
        )
        return f'{sample.rate:.0f} a second{conflicts}'
    digits = 0 if sample.median >= 100 else 1
    return f'{sample.median:,.{digits}f} ms'


def _times(result):
    times = result.times
    if times is None:
        return ''
    return f'{times:.{0 if times >= 20 else 1}f}'


def _target(row):
    return ', '.join(
        text
        for text in (
            row.times and f'{row.times:g}',
            row.milliseconds and f'{row.milliseconds:g} ms',
            row.megabytes and f'{row.megabytes:g} MB',
        )
        if text
    )
