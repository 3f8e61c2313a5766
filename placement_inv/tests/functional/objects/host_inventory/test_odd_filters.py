"""Unusual filters find the same hosts as in AWX."""

from placement_inv.objects.host_inventory import errors
from placement_inv.objects.host_inventory.groups import association
from placement_inv.objects.host_inventory.hosts import host
from placement_inv.objects.host_inventory.hosts.facts import documents as facts
from placement_inv.objects.host_inventory.lists import page as list_page
from placement_inv.objects.host_inventory.membership import host_filter
from placement_inv.tests.functional import base
from placement_inv.tests.functional.objects.host_inventory import world

_N01 = ['n01']
_NAMES = ['15', 'and', 'n01', 'n02', 'n03', 'n28', 'null', 'true']
_NOT_WEB = ['15', 'and', 'n28', 'null', 'true']

FOUND = {
    'name=n01': _N01,
    '"name"="n01"': _N01,
    'name =n01': _N01,
    '((name=n01))': _N01,
    ' name=n01 ': _N01,
    'name=n01 or name=n02 and description=d': ['n01', 'n02'],
    '(name=n01 or name=n02) and description=d': ['n02'],
    'name=n01)': _N01,
    'name=n01) garbage': _N01,
    'name=""': [],
    'description=""': ['15', 'and', 'n03', 'n28', 'null', 'true'],
    'name__in=n01,n02': [],
    'name__in="n01,n02"': [],
    'name__regex=n0[12]': ['n01', 'n02'],
    'name__regex="n0(1|2)"': ['n01', 'n02'],
    'name__gt=n27': ['n28', 'null', 'true'],
    'name=true': [],
    'name="true"': ['true'],
    'name=15': ['15'],
    'name="15"': ['15'],
    'name=null': [],
    'name="null"': ['null'],
    'name=and': ['and'],
    'name="and"': ['and'],
    'enabled=false': ['n03'],
    'enabled=0': ['n03'],
    'enabled=False': ['n03'],
    'instance_id=null': [],
    'instance_id__isnull=true': [],
    'last_job=null': _NAMES,
    'last_job__isnull=true': _NAMES,
    'last_job__isnull=false': [],
    'groups__isnull=true': _NOT_WEB,
    'groups__name=web and groups__name="db tier"': ['n02'],
    'inventory_sources__source=file': ['n01'],
    'inventory_sources__source=ec2': [],
    'search="N01"': _N01,
    'search=""': _NAMES,
    'groups__search=we': ['n01', 'n02', 'n03'],
    'group__search=we': ['n01', 'n02', 'n03'],
    'inventory__search=prod': _NAMES,
    'inventory__organization__search=ltd': [],
    "name='n01'": [],
    'created__gt=2020-01-01': _NAMES,
    'created__gt="2020-01-01"': _NAMES,
    'groups__inventory__groups__name=web': ['n01', 'n02', 'n03'],
    'ansible_facts__a=true': _N01,
    'ansible_facts__a="true"': ['n02'],
    'ansible_facts__a=TRUE': ['n03'],
    'ansible_facts__v=7.4': _N01,
    'ansible_facts__v="7.4"': ['n02'],
    'ansible_facts__x=null': _N01,
    'ansible_facts__x="null"': ['n02'],
    'ansible_facts__lst[]=1': _N01,
    'ansible_facts__lst=1': [],
    'ansible_facts__lst[][]=1': [],
    'ansible_facts__arr[]__d=foobar': _N01,
    'ansible_facts__arr[]__d[]=p': _N01,
    'ansible_facts__arr__d=foobar': ['n02'],
    'ansible_facts__a__exact="true"': ['n02'],
    'ansible_facts__a__icontains=x': [],
    '"ansible_facts__sp ace"=q': _N01,
    'ansible_facts=1': [],
    'ansible_facts__=1': [],
    'ansible_facts_modified__isnull=true': [],
    'ansible_factsfoo=1': [],
}

REFUSED = (
    'name= n01',
    'name = n01',
    'name=n01 name=n02',
    'not name=n01',
    'name!=n01',
    'name==n01',
    'name=n01=n02',
    '(name=n01',
    ' ',
    'description=',
    'id__in=20,21',
    'name__regex=n0(1|2)',
    'enabled="false"',
    'enabled=maybe',
    'groups=web',
    'search=null',
    'search=',
    'name__search=x',
    'research=1',
    'name=n01 AND name=n02',
    'created__year=2026',
    'name__range=1',
    'name__bogus=1',
    'inventory__hosts__inventory__name=x',
    'groups__ansible_facts__n=3',
    '""=1',
    '()',
)

_FACTS = {
    'n01': {
        'a': True,
        'v': 7.4,
        'x': None,
        'lst': [1, 'one'],
        'arr': [{'d': 'foobar'}, {'d': ['p']}],
        'sp ace': 'q',
    },
    'n02': {'a': 'true', 'v': '7.4', 'x': '"null"', 'arr': {'d': 'foobar'}},
    'n03': {'a': 'TRUE', 'x': 'null'},
}


@base.on_every_database
class TestOddFilters(base.DatabaseTest):
    def setUp(self):
        super().setUp()
        inventory = world.make_inventory(self.ctx)
        ids = {}
        for name in _NAMES:
            row = world.make_host(
                self.ctx,
                inventory.id,
                name,
                description={'n01': 'c', 'n02': 'd'}.get(name, ''),
                enabled=name != 'n03',
            )
            ids[name] = row.id
            if name in _FACTS:
                facts.replace(self.ctx, row.id, _FACTS[name])
        web = world.make_group(self.ctx, inventory.id, 'web')
        tier = world.make_group(self.ctx, inventory.id, 'db tier')
        for group, member in (
            (web, 'n01'),
            (web, 'n02'),
            (tier, 'n02'),
            (web, 'n03'),
        ):
            association.add_host(self.ctx, group.id, ids[member])
        source = world.make_source(self.ctx, inventory.id)
        with self.database.engine.begin() as connection:
            connection.execute(
                world.SOURCE_HOSTS.insert().values(
                    inventory_source_id=source.id, host_id=ids['n01']
                )
            )

    def _names(self, text):
        page = host.page(
            self.ctx, list_page.Query(), host_filter.HostFilter(text)
        )
        return [row.name for row in page.rows]

    def test_each_filter_finds_the_hosts_that_awx_finds(self):
        for text, expected in FOUND.items():
            with self.subTest(text):
                self.assertEqual(expected, self._names(text))

    def test_filters_that_awx_refuses_are_refused(self):
        for text in REFUSED:
            with self.subTest(text):
                self.assertRaises(errors.InvalidHostFilter, self._names, text)

    def test_filters_cannot_read_passwords_of_authors(self):
        for text in ('created_by__password=x', 'modified_by__password=x'):
            with self.subTest(text):
                self.assertRaises(errors.FilterForbidden, self._names, text)

    def test_authors_are_found_by_their_names(self):
        # Nobody in particular made this world.
        for role in ('created_by', 'modified_by'):
            for text, expected in {
                f'{role}__username=admin': [],
                f'{role}__isnull=true': _NAMES,
                f'{role}=null': _NAMES,
            }.items():
                with self.subTest(text):
                    self.assertEqual(expected, self._names(text))
