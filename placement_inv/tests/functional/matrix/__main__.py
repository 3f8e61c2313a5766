"""Compare every operation of both families at each version."""

import contextlib
import sys

from placement_inv.handlers.host_inventory import versions
from placement_inv.tests.functional.matrix import comparison
from placement_inv.tests.functional.matrix import world


def main():
    """Print the differences; return 1 if there are any."""
    with contextlib.ExitStack() as undo:
        the_world = world.World(undo)
        results = [
            comparison.compare_lists(the_world),
            comparison.compare_placement(the_world),
            *(
                comparison.compare_hosts(the_world, str(number))
                for number in versions.history.numbers
            ),
        ]
    cells = sum(count for count, _differences in results)
    differences = [line for _count, lines in results for line in lines]
    print(*differences, sep='\n')
    print(f'{cells} cells, {len(differences)} differ')
    return 1 if differences else 0


if __name__ == '__main__':
    sys.exit(main())
