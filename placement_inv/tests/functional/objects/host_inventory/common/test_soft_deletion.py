"""Requests that hide inventories with a pending deletion."""

import functools

from placement_inv import smartfilter
from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import group
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.inventories import copying
from placement_inv.objects.host_inventory.inventories import deletion
from placement_inv.objects.host_inventory.inventories import host_inventory
from placement_inv.objects.host_inventory.inventories import script
from placement_inv.objects.host_inventory.inventories import smart_membership
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.objects.host_inventory.organizations import organization
from placement_inv.objects.host_inventory.sources import source
from placement_inv.objects.host_inventory.updates import update
from placement_inv.tests.functional import base
from placement_inv.tests.functional.jobs.tasks import updating
from placement_inv.tests.functional.objects.host_inventory import world
from placement_inv.tests.functional.objects.host_inventory.inventories import (
    test_deletion,
)

_PAST = list_page.Query(hides_pending=True)
_ALL = list_page.Query()


def _ids(page):
    return [row.id for row in page.rows]


@base.on_every_database
class TestLists(test_deletion.DeletionCase):
    def _lists(self):
        """Return functions from a query to each kind of list."""
        inventory_id = self.inventory.id
        member = (
            host.page_of_inventory(self.ctx, inventory_id, _ALL).rows[0].id
        )
        parent = (
            group.page_of_inventory(self.ctx, inventory_id, _ALL).rows[0].id
        )
        estate = (
            source.page_of_inventory(self.ctx, inventory_id, _ALL).rows[0].id
        )
        return {
            (page.__module__, page.__name__, *key): functools.partial(
                page, self.ctx, *key
            )
            for page, *key in (
                (host_inventory.page,),
                (host.page,),
                (host.page_of_inventory, inventory_id),
                (host.page_of_group, parent),
                (host.page_below_group, parent),
                (host.page_of_source, estate),
                (group.page,),
                (group.page_of_inventory, inventory_id),
                (group.page_of_roots, inventory_id),
                (group.page_of_children, parent),
                (group.page_of_host, member),
                (group.page_above_host, member),
                (source.page,),
                (source.page_of_inventory, inventory_id),
                (source.page_of_group, parent),
                (update.page,),
                (update.page_of_source, estate),
                (organization.page,),
            )
        }

    def test_lists_omit_pending_rows_with_at_most_one_more_statement(self):
        lists = self._lists()
        before = {name: _ids(page(_ALL)) for name, page in lists.items()}
        self.assertEqual(
            before, {name: _ids(page(_PAST)) for name, page in lists.items()}
        )
        deletion.schedule(self.ctx, self.inventory.id)
        for name, page in lists.items():
            with self.subTest(name):
                with self.count_statements() as counter:
                    everything = page(_ALL)
                most = len(counter.statements)
                self.assertEqual(before[name], _ids(everything))
                with self.count_statements() as counter:
                    result = page(_PAST)
                self.assertLessEqual(
                    len(counter.statements), most + 1, counter
                )
                self.assertEqual(result.count, len(result.rows))
                self.assertEqual(
                    [
                        row.id
                        for row in everything.rows
                        if self._stays(name, row)
                    ],
                    _ids(result),
                )

    def _stays(self, name, row):
        if name[0] == organization.__name__:
            return True
        owner = row if name[0] == host_inventory.__name__ else row.inventory
        return owner.id != self.inventory.id

    def test_a_term_about_pending_deletion_shows_pending_rows(self):
        deletion.schedule(self.ctx, self.inventory.id)
        for page, key, count in (
            (host_inventory.page, 'pending_deletion', 1),
            (host.page, 'inventory__pending_deletion', 5),
            (group.page, 'inventory__pending_deletion__in', 1),
            (source.page, 'inventory__pending_deletion', 1),
        ):
            term = smartfilter.Parameter(key, 'true')
            query = list_page.Query(terms=(term,), hides_pending=True)
            self.assertEqual(count, page(self.ctx, query).count, key)

    def test_a_host_filter_about_pending_deletion_shows_pending_hosts(self):
        deletion.schedule(self.ctx, self.inventory.id)
        for text, language, count in (
            ('inventory__pending_deletion=true', host_filter.AWX, 5),
            ('inventory.pending_deletion', host_filter.AWX, None),
            ('inventory__pending_deletion = true', host_filter.EXTENDED, 5),
            ('inventory__pending_deletion in (true, false)', 'wide', 10),
            ('not inventory__pending_deletion = true', 'wide', 5),
            ('name__startswith=Doomed', host_filter.EXTENDED, 0),
            ('name__contains="pending_deletion"', host_filter.EXTENDED, 0),
            ('description="" or name="pending_deletion"', 'wide', 5),
        ):
            search = host_filter.HostFilter(text, language)
            if count is None:
                self.assertRaises(
                    errors.InvalidHostFilter,
                    host.page,
                    self.ctx,
                    _PAST,
                    search,
                )
                continue
            self.assertEqual(
                count, host.page(self.ctx, _PAST, search).count, text
            )

    def test_organizations_count_their_pending_inventories(self):
        deletion.schedule(self.ctx, self.inventory.id)
        (first, second) = organization.page(self.ctx, _ALL).rows
        self.assertEqual(
            [(1, 1), (1, 0)],
            [
                (row.inventories, row.pending_inventories)
                for row in (first, second)
            ],
        )


@base.on_every_database
class TestSmart(base.DatabaseTest):
    """A smart inventory omits pending hosts, and lists the next of a name."""

    def setUp(self):
        super().setUp()
        self.inventory = world.make_inventory(self.ctx, 'Doomed')
        self.other = self._make('Kept')
        self.smart = self._make('Smart', kind='smart', host_filter='name=web')
        self.old, self.new = (
            world.make_host(self.ctx, inventory.id, 'web')
            for inventory in (self.inventory, self.other)
        )
        deletion.schedule(self.ctx, self.inventory.id)

    def _make(self, name, **values):
        return host_inventory.create(
            self.ctx,
            {
                'name': name,
                'organization_id': self.inventory.organization.id,
                'variables': '',
                **values,
            },
        )

    def _script(self, **options):
        options = script.ScriptOptions(
            hostvars=True, towervars=True, **options
        )
        result = script.get_of_inventory(self.ctx, self.smart.id, options)
        return result['_meta']['hostvars']['web'][script.ID_VARIABLE]

    def test_a_smart_inventory_omits_pending_hosts(self):
        for query, member in ((_ALL, self.old), (_PAST, self.new)):
            page = host.page_of_inventory(self.ctx, self.smart.id, query)
            self.assertEqual([member.id], _ids(page))
        self.assertEqual(self.old.id, self._script())
        self.assertEqual(self.new.id, self._script(hides_pending=True))

    def test_a_smart_inventory_counts_the_other_hosts(self):
        for hides_pending, hidden in ((False, 1), (True, 0)):
            row = host_inventory.get(self.ctx, self.smart.id, hides_pending)
            self.assertEqual(1, row.totals.hosts)
            self.assertEqual(hidden, row.filter_result.hidden)

    def test_hosts_are_in_no_pending_smart_inventory(self):
        for query, of_old, of_new in (
            (_ALL, [self.smart.id], []),
            (_PAST, [], [self.smart.id]),
        ):
            for member, expected in ((self.old, of_old), (self.new, of_new)):
                page = smart_membership.page_of_host(
                    self.ctx, member.id, query
                )
                self.assertEqual(expected, _ids(page))


@base.on_every_database
class TestNames(test_deletion.DeletionCase):
    def _values(self):
        return {
            'name': 'Doomed',
            'organization_id': self.inventory.organization.id,
            'variables': '',
        }

    def test_the_name_of_a_pending_inventory_is_free_on_request(self):
        deletion.schedule(self.ctx, self.inventory.id)
        self.assertRaises(
            errors.AlreadyExists,
            host_inventory.create,
            self.ctx,
            self._values(),
        )
        before = host_inventory.get(self.ctx, self.inventory.id)
        row = host_inventory.create(
            self.ctx, self._values(), hides_pending=True
        )
        after = host_inventory.get(self.ctx, self.inventory.id)
        self.assertIsNone(after.organization)
        self.assertEqual('Doomed', after.name)
        self.assertEqual(before.generation + 1, after.generation)
        self.run_jobs()
        self.assertEqual([0, 0, 0], self.counts(self.inventory.id))
        self.assertEqual(
            row, host_inventory.get(self.ctx, ('Doomed', 'Doomed Ltd'))
        )

    def test_the_name_of_an_inventory_that_is_not_pending_is_in_use(self):
        before = host_inventory.get(self.ctx, self.inventory.id)
        self.assertRaises(
            errors.AlreadyExists,
            host_inventory.create,
            self.ctx,
            self._values(),
            hides_pending=True,
        )
        self.assertEqual(
            before, host_inventory.get(self.ctx, self.inventory.id)
        )

    def test_an_update_can_take_the_name_of_a_pending_inventory(self):
        deletion.schedule(self.ctx, self.inventory.id)
        changes = self._values()
        self.assertRaises(
            errors.AlreadyExists,
            host_inventory.update,
            self.ctx,
            self.other.id,
            changes,
        )
        for change in ({'name': 'Doomed'}, changes):
            host_inventory.update(
                self.ctx, self.other.id, change, hides_pending=True
            )
        row = host_inventory.get(self.ctx, ('Doomed', 'Doomed Ltd'))
        self.assertEqual(self.other.id, row.id)

    def test_a_pending_inventory_can_be_given_its_own_name(self):
        deletion.schedule(self.ctx, self.inventory.id)
        row = host_inventory.update(
            self.ctx, self.inventory.id, self._values(), hides_pending=True
        )
        self.assertEqual(self.inventory.organization, row.organization)

    def test_without_an_organization_no_pending_inventory_changes(self):
        deletion.schedule_organization(
            self.ctx, self.inventory.organization.id
        )
        before = host_inventory.get(self.ctx, self.inventory.id)
        other = world.make_inventory(self.ctx, 'Other')
        deletion.schedule_organization(self.ctx, other.organization.id)
        host_inventory.update(
            self.ctx, other.id, {'name': 'Doomed'}, hides_pending=True
        )
        self.assertEqual(
            before, host_inventory.get(self.ctx, self.inventory.id)
        )

    def test_a_copy_can_take_the_name_of_a_pending_inventory(self):
        deletion.schedule(self.ctx, self.inventory.id)
        row = host_inventory.update(
            self.ctx,
            self.other.id,
            {'organization_id': self.inventory.organization.id},
        )
        self.assertRaises(
            errors.AlreadyExists, copying.copy, self.ctx, row.id, 'Doomed'
        )
        new_row = copying.copy(self.ctx, row.id, 'Doomed', hides_pending=True)
        self.assertEqual(5, new_row.totals.hosts)


@base.on_every_database
class TestUpdates(updating.UpdateCase):
    def test_updates_of_a_pending_inventory_are_hidden(self):
        self.pretend("write('{}')")
        self.run_one(self.make_source())
        self.assertEqual(1, update.page(self.ctx, _PAST).count)
        deletion.schedule(self.ctx, self.inventory.id)
        self.assertEqual(0, update.page(self.ctx, _PAST).count)
        self.assertEqual(1, update.page(self.ctx, _ALL).count)
