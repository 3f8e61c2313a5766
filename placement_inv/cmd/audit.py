"""`placement-inv db audit`: compares redundant data of the database."""

from placement_inv import context
from placement_inv.objects.placement import audit

_TITLES = ('WHAT', 'WHERE', 'STORED', 'SHOULD BE')


def add_arguments(parser):
    """Add the options of this command."""
    parser.add_argument(
        '--repair',
        action='store_true',
        help='correct what is wrong, in one transaction: counters, empty '
        'consumers and roots are corrected by allocations and parents',
    )


def run(services, repair):
    """Print the differences, and repair them if `repair`.

    Return the exit code: 1 if a difference remains, or else 0.
    """
    ctx = context.RequestContext(services)
    findings = audit.repair(ctx) if repair else audit.examine(ctx)
    if not findings:
        print('Counters, consumers and trees are as they should be.')
        return 0
    print(_format_table(findings))
    repairs = sum(repair and finding.repairable for finding in findings)
    print(f'{len(findings)} found, {repairs} repaired')
    return 1 if repairs < len(findings) else 0


def _format_table(findings):
    rows = [
        _TITLES,
        *(
            (
                finding.kind,
                finding.place,
                finding.current_value,
                finding.correct_value,
            )
            for finding in findings
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return '\n'.join(
        '  '.join(
            text.ljust(width) for text, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )
