"""What filters find, as tables: one for each language.

A test class over them runs on any database: mix in ``Finds`` and give it a
``connection`` to a database that ``world.fill`` has filled.
"""

from placement_inv import smartfilter
from placement_inv.tests.unit.smartfilter import world

ALL = [row['name'] for row in world.HOST_ROWS]


def _but(*names):
    return [name for name in ALL if name not in names]


AWX = {
    # keys, values, spaces
    'name=n01': ['n01'],
    '"name"="n01"': ['n01'],
    'name =n01': ['n01'],
    'name= "n01"': ['n01'],
    '((name=n01))': ['n01'],
    ' \t\nname=n01\n': ['n01'],
    'name="a b(c)"': ['a b(c)'],
    'name=""': [],
    "name='n01'": [],
    'name=and': ['and'],
    'name="and"': ['and'],
    'pk=2': ['n02'],
    # what is unquoted has a type
    'name=true': [],
    'name="true"': ['true'],
    'name=15': ['15'],
    'name=0015': ['15'],
    'name="15"': ['15'],
    'name="0015"': [],
    'name=null': [],
    'name="null"': ['null'],
    'name__iexact=null': [],
    # and, or, parentheses
    'name=n01 or name=n02 and description=d': ['n01', 'n02'],
    '(name=n01 or name=n02) and description=d': ['n02'],
    'name="n02"and(description=d)': ['n02'],
    'name=n02 anddescription=d': ['n02'],
    'name=n01)': ['n01'],
    'name=n01) garbage': ['n01'],
    'name=n01) and garbage': ['n01'],
    'name=n01) "': ['n01'],
    'name=n01) or (name=n02': ['n01', 'n02'],
    # text lookups are about characters, never about collations
    'description=""': _but('n01', 'n02', 'É té', 'a b(c)'),
    'description=trailing': ['a b(c)'],
    'description="trailing "': ['É té'],
    'name__exact=N01': [],
    'name__iexact=n01x': ['N01X'],
    'name__iexact="é TÉ"': ['É té'],
    'name__contains=N0': ['N01X'],
    'name__icontains=N0': [*ALL[:5], 'N01X'],
    'name__contains=É': ['É té'],
    'name__startswith=N': ['N01X'],
    'name__istartswith=N0': [*ALL[:5], 'N01X'],
    'name__endswith=1': ['n01'],
    'name__iendswith=x': ['N01X'],
    'description__contains="%"': ['n01'],
    'description__contains="_"': [],
    'description__contains="\\"': [],
    'description__startswith=""': ALL,
    'description__endswith=""': ALL,
    'note__contains=""': ['n01'],
    'note__contains=_': ['n01'],
    'name__gt=n04 and name__lt=o': ['n05', 'null'],
    'name__gte=n04 and name__lte=n05': ['n04', 'n05'],
    'name__in=n01,n02': ['n'],
    'name__in=xyz': [],
    'name__in=""': [],
    # regular expressions
    'name__regex=n0[12]': ['n01', 'n02'],
    'name__regex="n0(1|2)"': ['n01', 'n02'],
    'name__regex=^N01': ['N01X'],
    'name__iregex=^N01': ['n01', 'N01X'],
    'name__regex="^(?!n)"': ['15', 'true', 'and', 'N01X', 'É té', 'a b(c)'],
    'name__regex="\\bté$"': ['É té'],
    'name__regex=^[[:digit:]]{2}$': ['15'],
    'name__regex="[\\s(]"': ['É té', 'a b(c)'],
    # other kinds
    'id=1': ['n01'],
    'id="1"': ['n01'],
    'id=007': [ALL[6]],
    'id__lt=3': ['n01', 'n02'],
    'id__gte=12': ['É té', 'a b(c)'],
    'id__in="12"': ['n01', 'n02'],
    'id__startswith=1': ['n01', *ALL[9:]],
    'id=3000000000': [],
    'id=99999999999999999999': [],
    'id__lt=99999999999999999999': ALL,
    'id__gt=99999999999999999999': [],
    'id__gt=-99999999999999999999': ALL,
    'name_length=4': ['true', 'null', 'N01X', 'É té'],
    'enabled=false': ['n02'],
    'enabled=0': ['n02'],
    'enabled=False': ['n02'],
    'enabled="f"': ['n02'],
    'enabled=null': [],
    'created__gt=2020-01-01': ['n04'],
    'created__gt="2020-01-01"': ['n04'],
    'created=2020-01-01T12:00:00Z': ['n04'],
    'created="2020-01-01 13:00:00+01:00"': ['n04'],
    'created__lte=2019-12-31T23:59:59.999999': _but('n04'),
    'created__lt=2019-12-31T23:59:59.999999': [],
    'instance_id=null': [],
    'instance_id__isnull=true': [],
    'note=null': _but('n01'),
    'note__isnull=false': ['n01'],
    # relations
    'last_job=null': _but('n01'),
    'last_job__isnull=true': _but('n01'),
    'last_job__isnull=false': ['n01'],
    'last_job__name=deploy': ['n01'],
    'inventory=2': ['n03'],
    'inventory__name=West': ['n03'],
    'groups=1': ['n01', 'n02'],
    'groups__id=1': ['n01', 'n02'],
    'groups__gt=2': ['n04'],
    'groups__in="13"': ['n01', 'n02', 'n04'],
    'groups__isnull=true': _but('n01', 'n02', 'n04'),
    'groups__isnull=false': ['n01', 'n02', 'n04'],
    'groups=null': _but('n01', 'n02', 'n04'),
    'groups__name=null': _but('n01', 'n02', 'n04'),
    'groups__parents__name=all': ['n01', 'n02'],
    'groups__parents__isnull=true': _but('n01', 'n02'),
    'groups__parents__name__isnull=true': _but('n01', 'n02'),
    'groups__children__name=web': ['n04'],
    'groups__hosts__name=n02': ['n01', 'n02'],
    'groups__name=web and groups__name="db tier"': ['n02'],
    'groups__inventory__groups__name=web': ['n01', 'n02', 'n04'],
    'name=n03 or groups__name=web': ['n01', 'n02', 'n03'],
    # search
    'search=N01': ['n01', 'N01X'],
    'search=first': ['n01'],
    'search="100%"': ['n01'],
    'search=_': [],
    'search=é': ['É té'],
    'search=""': ALL,
    'search=true': ['true'],
    'search=00': ['n01', 'n02', 'n03', 'n04', 'n05', 'N01X'],
    'group__search=WE': ['n01', 'n02'],
    'groups__search=front': ['n01', 'n02'],
    'inventory__search=OLD': _but('n03'),
    'inventory__groups__search=OLD': _but('n03'),
    'search=n0 and group__search="DB T"': ['n02'],
    # facts
    'ansible_facts__a=true': ['n01'],
    'ansible_facts__a="true"': ['n02'],
    'ansible_facts__a=TRUE': ['n03'],
    'ansible_facts__a__exact="true"': ['n02'],
    'ansible_facts__a__icontains=true': [],
    'ansible_facts__v=7.4': ['n01'],
    'ansible_facts__v="7.4"': ['n02'],
    'ansible_facts__x=null': ['n01'],
    'ansible_facts__x="null"': ['n02'],
    'ansible_facts__n=3': ['n01', 'n03'],
    'ansible_facts__n=3.0': ['n01', 'n03'],
    'ansible_facts__n="3"': ['n02'],
    'ansible_facts__n=1': [],
    'ansible_facts__nope=null': [],
    'ansible_facts__big=9007199254740993': ['n01'],
    'ansible_facts__big=99999999999999999999': [],
    'ansible_facts__lst[]=1': ['n01'],
    'ansible_facts__lst[]=one': ['n01'],
    'ansible_facts__lst[]=true': ['n01'],
    'ansible_facts__lst[]=false': [],
    'ansible_facts__lst[]=null': ['n01'],
    'ansible_facts__lst[]=5': [],
    'ansible_facts__lst=1': [],
    'ansible_facts__lst[][]=1': [],
    'ansible_facts__lst__0=1': ['n03'],
    'ansible_facts__arr[]__d=foobar': ['n01'],
    'ansible_facts__arr[]__d=text': [],
    'ansible_facts__arr[]__d[]=p': ['n01'],
    'ansible_facts__arr[]__d=p': [],
    'ansible_facts__arr[]__e[]=q': ['n01'],
    'ansible_facts__arr[]__e=q': [],
    'ansible_facts__arr__d=foobar': ['n02'],
    'ansible_facts__arr[]=7': ['n01'],
    'ansible_facts=1': ['n03'],
    'ansible_facts__=1': ['n03'],
    '"ansible_facts__sp ace"=q': ['n01'],
    'ansible_facts__😀__é[]=ß': ['n01'],
    'ansible_facts__a\\b=1': [],
    'ansible_facts_modified__isnull=true': [],
    'ansible_factsfoo=1': [],
    'ansible_facts__n=3 and ansible_facts__a=true': ['n01'],
    ' and '.join(['ansible_facts__n=3'] * 20): ['n01', 'n03'],
    ' or '.join(f'name=n{number:02}' for number in range(200)): ALL[:5],
}


class Finds:
    """Every filter of a table finds the hosts that stand beside it."""

    connection = None

    def check(self, cases, language):
        for text, expected in cases.items():
            with self.subTest(text):
                found = world.names(self.connection, text, language)
                self.assertEqual(expected, found, text)

    def test_awx_filters(self):
        self.check(AWX, smartfilter.Language.AWX)
