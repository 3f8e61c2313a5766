"""The type of an option: the directory of an organization."""

import re
from typing import NamedTuple

from oslo_config import types

_PATTERN = re.compile(r'([1-9][0-9]{0,9}):(/.*)')


class Root(NamedTuple):
    """A directory, and the id of the organization that may use it."""

    organization_id: int
    directory: str


class OrganizationRoot(types.ConfigType):
    """The id of an organization, a colon, and an absolute directory."""

    def __init__(self, type_name='organization directory'):
        super().__init__(type_name=type_name)

    def __call__(self, value):
        if isinstance(value, Root):
            return value
        match = _PATTERN.fullmatch(str(value).strip())
        if not match:
            raise ValueError(
                f'{value} is no id of an organization with an absolute '
                'directory, such as 7:/srv/engineering'
            )
        return Root(int(match[1]), match[2])

    def __repr__(self):
        return 'OrganizationRoot'

    def __eq__(self, other):
        return type(self) is type(other)

    __hash__ = types.ConfigType.__hash__

    def _formatter(self, value):
        return f'{value.organization_id}:{value.directory}'
