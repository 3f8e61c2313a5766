"""`placement-inv db audit`: is what the database keeps twice the same?"""

from placement_inv import context
from placement_inv.objects.placement import audit

_TITLES = ('WHAT', 'WHERE', 'STORED', 'SHOULD BE')


def add_arguments(parser):
    """Add the option of the command that is its own."""
    parser.add_argument(
        '--repair',
        action='store_true',
        help='correct what is wrong, in one transaction: allocations and '
        'parents are believed, counters, empty consumers and roots are not',
    )


def run(services, repair):
    """Print what is wrong, repair it if told to; return the exit code.

    0 where all is well now, 1 where something is still wrong.
    """
    ctx = context.RequestContext(services)
    found = audit.repair(ctx) if repair else audit.examine(ctx)
    if not found:
        print('Counters, consumers and trees are as they should be.')
        return 0
    print(_table(found))
    left = [each for each in found if not (repair and each.repairable)]
    print(f'{len(found)} found, {len(found) - len(left)} repaired')
    return 1 if left else 0


def _table(found):
    rows = [
        _TITLES,
        *(
            (each.kind, each.place, each.current_value, each.correct_value)
            for each in found
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return '\n'.join(
        '  '.join(
            text.ljust(width) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
