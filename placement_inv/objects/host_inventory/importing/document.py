"""Parses the output of `ansible-inventory --list`."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
import dataclasses
import re
from typing import Any

from placement_inv.objects.host_inventory.importing import sizes
from placement_inv.objects.host_inventory.importing import strict_json
from placement_inv.objects.host_inventory.sources import import_errors
from placement_inv.objects.host_inventory.variables import marks

#: The group that stands for the inventory itself.
ALL = 'all'
#: The group of the hosts that are in no other group. Inventories do not store
#: it: its variables become variables of these hosts.
UNGROUPED = 'ungrouped'
MAX_NAME = 512
MAX_WARNINGS = 100

# The tool opens files in `host_vars` and `group_vars` by the names of hosts
# and groups. Names that lead out of these directories are refused here, since
# not every kernel can keep the tool from opening such files.
_PARENT_PATH = re.compile(r'(^|/)\.\.(/|$)')
_BRACKETED = re.compile(r'\[([0-9A-Za-z:.%_-]+)\](?::(.*))?', re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True)
class Host:
    """A host with its own variables."""

    name: str
    variables: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class Group:
    """A group with the names of its direct hosts and children."""

    name: str
    variables: Mapping[str, Any]
    hosts: tuple[str, ...]
    children: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Document:
    """An inventory; hosts and groups by name, in the document's order."""

    variables: Mapping[str, Any]
    hosts: Mapping[str, Host]
    groups: Mapping[str, Group]
    warnings: tuple[str, ...] = ()


def parse(
    data: bytes | str,
    keep_host: Callable[[str], bool] | None = None,
    *,
    names_are_ours: bool = False,
    limits: sizes.Sizes | None = None,
) -> Document:
    """Return the document of a JSON text.

    Hosts for which `keep_host` returns False are left out, and so are parts
    that do not have the expected type, with a warning. `names_are_ours` is
    for names of hosts of this service: they contain no ports, and the tool
    opens no files by them. Raises DocumentRefused, also for variables that
    are larger than the limits.
    """
    tree = strict_json.loads(data)
    if not isinstance(tree, dict):
        raise import_errors.DocumentRefused(reason='it is not a JSON object')
    reader = _Reader(keep_host, names_are_ours=names_are_ours)
    meta = tree.pop('_meta', None)
    for name, body in tree.items():
        reader.read_group(name, body)
    reader.read_meta(meta)
    document = reader.document()
    if limits is not None:
        sizes.check('group', UNGROUPED, reader.ungrouped_variables, limits)
        _check_sizes(document, limits)
    return document


def _check_sizes(document: Document, limits: sizes.Sizes) -> None:
    sizes.check('inventory', None, document.variables, limits)
    for host in document.hosts.values():
        sizes.check('host', host.name, host.variables, limits)
    for group in document.groups.values():
        sizes.check('group', group.name, group.variables, limits)


class _Draft:
    """A group under construction; dictionaries serve as ordered sets."""

    __slots__ = ('children', 'hosts', 'variables')

    def __init__(self):
        self.variables: dict[str, Any] = {}
        self.hosts: dict[str, None] = {}
        self.children: dict[str, None] = {}


class _Reader:
    """Collects hosts and groups from the parts of a document."""

    def __init__(
        self,
        keep_host: Callable[[str], bool] | None,
        *,
        names_are_ours: bool = False,
    ):
        self._keep_host = keep_host
        self._names_are_ours = names_are_ours
        self._root = _Draft()
        self._ungrouped = _Draft()
        self._groups: dict[str, _Draft] = {}
        self._variables_of: dict[str, dict[str, Any]] = {}
        # Name in the document -> name without port, None if left out.
        self._seen: dict[str, str | None] = {}
        self._warnings: list[str] = []
        self._warning_count = 0

    @property
    def ungrouped_variables(self) -> Mapping[str, Any]:
        return self._ungrouped.variables

    def read_group(self, name: str, body: Any) -> None:
        group = self._group(name)
        if group is None:
            return
        if isinstance(body, list):
            body = {'hosts': body}
        if not isinstance(body, dict):
            self._warn(f'group {name!r}: neither an object nor a list')
            return
        self._read_hosts(name, group, body.get('hosts', {}))
        self._update(
            group.variables, body.get('vars', {}), f'group {name!r}, vars'
        )
        children = body.get('children', [])
        if not isinstance(children, list | dict):
            self._warn(f'group {name!r}, children: not a list')
            return
        for child in children:
            # A child may have its own entry later, or none.
            if self._group(child) not in (
                None,
                self._root,
                self._ungrouped,
            ):
                group.children[child] = None

    def read_meta(self, meta: Any) -> None:
        """Read the variables in `_meta`; they override those in groups."""
        if meta is None:
            return
        per_host = meta.get('hostvars', {}) if isinstance(meta, dict) else None
        if not isinstance(per_host, dict):
            self._warn('_meta, hostvars: not an object')
            return
        for name_text, variables in per_host.items():
            if (
                name_text not in self._seen
                and name_text not in self._variables_of
            ):
                if self._keep_host is None or self._keep_host(name_text):
                    self._warn(f'host {name_text!r}: variables, but no group')
                continue
            name = self._seen.get(name_text, name_text)
            if name is not None:
                self._update(
                    self._variables_of[name], variables, f'host {name!r}'
                )

    def document(self) -> Document:
        more_count = self._warning_count - len(self._warnings)
        more = (f'{more_count} more warnings',) if more_count else ()
        if self._ungrouped.variables:
            self._copy_ungrouped_variables()
        return Document(
            variables=self._root.variables,
            hosts={
                name: Host(name, variables)
                for name, variables in self._variables_of.items()
            },
            groups={
                name: Group(
                    name,
                    group.variables,
                    tuple(group.hosts),
                    tuple(group.children),
                )
                for name, group in self._groups.items()
            },
            warnings=(*self._warnings, *more),
        )

    def _copy_ungrouped_variables(self) -> None:
        """Give the variables of `ungrouped` to the hosts that have them.

        These are the hosts without a group, and those in groups that are
        children of `ungrouped`. Variables of their own take precedence.
        """
        grouped_hosts = set[str]().union(
            *(group.hosts for group in self._groups.values())
        )
        hosts = self._variables_of.keys() - grouped_hosts
        children = self._ungrouped.children
        inherited = self._ungrouped.variables
        sizes.check_copies(UNGROUPED, inherited, len(hosts) + len(children))
        for host in hosts:
            self._variables_of[host] = {
                **inherited,
                **self._variables_of[host],
            }
        for name in children:
            group = self._groups[name]
            group.variables = {**inherited, **group.variables}

    def _read_hosts(self, name: str, group: _Draft, hosts: Any) -> None:
        if isinstance(hosts, dict):
            for name_text, variables in hosts.items():
                host = self._host(name_text)
                if host is not None:
                    group.hosts[host] = None
                    if variables is not None:
                        self._update(
                            self._variables_of[host],
                            variables,
                            f'host {host!r}',
                        )
        elif isinstance(hosts, list):
            group.hosts.update(dict.fromkeys(self._hosts(hosts)))
        else:
            self._warn(f'group {name!r}, hosts: neither a list nor an object')

    def _hosts(self, names: Iterable[Any]) -> Iterable[str]:
        return (h for h in map(self._host, names) if h is not None)

    def _group(self, name: Any) -> _Draft | None:
        if name == ALL:
            return self._root
        if name == UNGROUPED:
            return self._ungrouped
        if not self._is_name(name, 'group'):
            return None
        group = self._groups.get(name)
        if group is None:
            _check_is_no_template(name, import_errors.GroupNameRefused)
            group = self._groups[name] = _Draft()
        return group

    def _host(self, name_text: Any) -> str | None:
        """Return the name of a host without port; None if it is left out."""
        if not isinstance(name_text, str) or name_text not in self._seen:
            if not self._is_name(name_text, 'host'):
                return None
            self._seen[name_text] = self._new_host(name_text)
        return self._seen[name_text]

    def _new_host(self, name_text: str) -> str | None:
        name, port = name_text, None
        if not self._names_are_ours:
            name, port = split_port(name_text)
        if self._keep_host is not None and not self._keep_host(name):
            return None
        _check_is_no_template(name, import_errors.HostNameRefused)
        variables = self._variables_of.setdefault(name, {})
        if port is not None:
            variables['ansible_port'] = port
        return name

    def _is_name(self, name: Any, kind: str) -> bool:
        if not isinstance(name, str) or not name.strip():
            self._warn(f'{kind} {name!r}: not a name')
            return False
        if name.startswith(marks.RESERVED):
            # Readers would take an object with this name for a mark.
            self._warn(f'{kind} {name!r}: a name that Ansible reserves')
            return False
        if len(name) > MAX_NAME:
            raise import_errors.DocumentRefused(
                reason=f'the {kind} name {name[:40]!r}… is longer than '
                f'{MAX_NAME} characters'
            )
        if not self._names_are_ours and _PARENT_PATH.search(name):
            raise import_errors.DocumentRefused(
                reason=f'the {kind} name {name!r} has ".." as a part of a path'
            )
        return True

    def _update(self, variables: dict, more: Any, where: str) -> None:
        if isinstance(more, dict):
            variables.update(more)
        else:
            self._warn(f'{where}: variables are not an object')

    def _warn(self, text: str) -> None:
        self._warning_count += 1
        if len(self._warnings) < MAX_WARNINGS:
            self._warnings.append(text)


def _check_is_no_template(
    name: str, refusal: type[import_errors.DocumentRefused]
) -> None:
    """Raise `refusal` if Ansible could evaluate a name as a template.

    Names cannot carry a mark, and before 2.19 Ansible evaluates names of
    hosts and groups like texts of variables.
    """
    if marks.is_template(name):
        raise refusal(name=name)


def split_port(name_text: str) -> tuple[str, int | None]:
    """Split `name:port` and `[address]:port`; an invalid port is None."""
    match = _BRACKETED.fullmatch(name_text)
    if match:
        name, port = match.groups()
    elif name_text.count(':') == 1:
        name, _, port = name_text.partition(':')
        if not name.strip():
            return name_text, None
    else:
        return name_text, None
    return name, _parse_port(port or '')


def _parse_port(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        return None
    number = int(text)
    return number if 0 < number < 65536 else None
