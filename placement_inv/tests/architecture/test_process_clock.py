"""Nothing is deleted, and nothing expires, by the clock of a process.

`placement_inv/db/clock.py` has the clock for that: the database's. A function
that reads the clock of its process is in one of the tables below.
"""

import ast
import pathlib

import testtools

import placement_inv

_PACKAGE = pathlib.Path(placement_inv.__file__).parent

#: Functions that write the time into rows which are not deleted by their age.
_WRITERS = frozenset(
    (
        'db/tables/base.py:timestamps',
        'objects/host_inventory/hosts/facts/batches.py:_write',
        'objects/host_inventory/hosts/facts/documents.py:_write',
        'objects/host_inventory/inventories/deletion.py:_start',
        'objects/job.py:_create_row',
        'objects/placement/consumer.py:_lock_all',
        'objects/placement/consumer.py:_lock_with_known_owner',
        'objects/placement/single_claim.py:parameters',
    )
)
#: Functions that compute with the time, and why they may.
_OTHERS = {
    'ansible/plugins/cache/placement_inv.py:_is_expired': 'a client',
    'db/tables/base.py:utcnow': 'the function that the others call',
    'handlers/placement/freshness.py:headers': 'a header only',
    'objects/host_inventory/updates/update.py:elapsed_seconds': 'shown only',
    'objects/job.py:read_clock': 'measures the difference of the clocks',
}
_NAMES = ('utcnow', 'utcfromtimestamp', 'today', 'localtime', 'gmtime')
_CALLS = ('datetime.datetime.now', 'datetime.now', 'time.time', 'time.time_ns')


def _is_clock(node):
    """Tell whether a node names a clock of the process."""
    if isinstance(node, ast.Name):
        return node.id in _NAMES
    return isinstance(node, ast.Attribute) and (
        node.attr in _NAMES or ast.unparse(node) in _CALLS
    )


def _contains_clock(node):
    return any(_is_clock(part) for part in ast.walk(node))


def _find_readers(tree):
    """Yield (name, node) of the functions and statements with a clock."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield from _find_readers(node)
        elif _contains_clock(node):
            yield getattr(node, 'name', '<module>'), node


def _is_deletion(node):
    return isinstance(node, ast.Attribute) and node.attr == 'delete'


def _deletes_or_computes(function):
    """Tell whether a function deletes, or computes with the time."""
    return any(
        _is_deletion(node)
        or (
            isinstance(node, ast.BinOp | ast.Compare) and _contains_clock(node)
        )
        for node in ast.walk(function)
    )


def _list_readers():
    """Return {"path:function": node} of the service's own modules."""
    return {
        f'{path.relative_to(_PACKAGE)}:{name}': node
        for path in sorted(_PACKAGE.rglob('*.py'))
        if path.relative_to(_PACKAGE).parts[0] != 'tests'
        for name, node in _find_readers(ast.parse(path.read_text('utf-8')))
    }


class TestProcessClock(testtools.TestCase):
    def test_every_reader_of_the_clock_is_known(self):
        self.assertEqual(
            sorted({*_WRITERS, *_OTHERS}), sorted(_list_readers())
        )

    def test_no_writer_deletes_or_computes_with_the_time(self):
        readers = _list_readers()
        self.assertEqual(
            [],
            [name for name in _WRITERS if _deletes_or_computes(readers[name])],
        )

    def test_a_reader_is_found(self):
        for text in (
            'def f(): return base.utcnow()',
            'class C:\n def f(self): return time.time()',
            'def f(): return [datetime.datetime.now(UTC)]',
            'column = Column(default=utcnow)',
        ):
            self.assertTrue(list(_find_readers(ast.parse(text))), text)
        tree = ast.parse('def f(): return clock.now()')
        self.assertEqual([], list(_find_readers(tree)))

    def test_a_deletion_by_age_is_found(self):
        for text in (
            'before = utcnow() - age',
            'rows = [row for row in rows if row.time < utcnow()]',
            'def f(now=utcnow): t.delete().where(t.c.time < now)',
        ):
            self.assertTrue(_deletes_or_computes(ast.parse(text)), text)
        self.assertFalse(_deletes_or_computes(ast.parse('row = utcnow()')))
