"""Compares how operations answer with how they should."""

from placement_inv.handlers import placement
from placement_inv.handlers.host_inventory import versions as host_versions
from placement_inv.handlers.placement import versions as placement_versions
from placement_inv.tests.functional.matrix import callers
from placement_inv.tests.functional.matrix import operations
from placement_inv.tests.functional.matrix import placement_operations
from placement_inv.web import versions

_TENANTS = (callers.MINE, callers.OTHER)
#: Errors of a body that names a row: the row does not exist.
_ABSENT = (400, 404)


def compare_hosts(world, version):
    """Return (number of cells, differences) of the host-inventory family."""
    cells, differences = 0, []
    for operation in operations.list_operations(
        _parse(host_versions, version)
    ):
        tenants = _TENANTS if operation.is_about_tenants else _TENANTS[:1]
        for tenant in tenants:
            ids = world.ids[tenant]
            path, body = operation.path(ids), operation.body(ids)
            for caller in callers.CALLERS:
                status, text = _ask(
                    world, caller, operation.method, path, body, version
                )
                expected = operation.expected(caller, tenant)
                cells += 1
                if _outcome(operation, status) != expected:
                    differences.append(
                        f'{operation} at {version} by {caller.name}, '
                        f'{tenant}: {status}, not {expected}: {text[:150]}'
                    )
    return cells, differences


def _ask(world, caller, method, *arguments):
    """Send a request and undo what it wrote; return (status, text)."""
    try:
        response = world.ask(caller, method, *arguments)
    except Exception as error:
        # The application raises it, and its outermost middleware answers.
        return 500, repr(error)
    if method not in ('GET', 'OPTIONS') and response.status_int < 400:
        world.restore()
    return response.status_int, response.text


def _outcome(operation, status):
    """Return OK, DENIED or ABSENT; the status if it is none of them."""
    if status < 400:
        return operations.OK
    if status == 403:
        return operations.DENIED
    if status == 404 or (operation.noun is None and status in _ABSENT):
        return operations.ABSENT
    return str(status)


def compare_lists(world):
    """Return (number of cells, differences) of the rows in lists."""
    cells, differences = 0, []
    for noun, needed in operations.LISTS.items():
        for caller in callers.CALLERS:
            if not caller.may_read:
                continue
            response = world.ask(
                caller, 'GET', f'/api/v2/{noun}/?page_size=200'
            )
            document = response.json
            ids = {row['id'] for row in document['results']}
            for tenant in _TENANTS:
                cells += 1
                is_listed = world.ids[tenant][noun] in ids
                if is_listed != (needed in caller.allowed(tenant)):
                    differences.append(
                        f'{noun}, {caller.name}, {tenant}: '
                        f'{"" if is_listed else "not "}listed'
                    )
            if document['count'] != len(ids):
                differences.append(
                    f'{noun}, {caller.name}: {document["count"]} rows are '
                    f'counted, {len(ids)} are listed'
                )
    return cells, differences


def compare_placement(world, version='latest'):
    """Return (number of cells, differences) of the placement family."""
    cells, differences = 0, []
    for operation in placement_operations.list_operations(
        _parse(placement_versions, version)
    ):
        tenants = _TENANTS if operation.is_about_tenants else _TENANTS[:1]
        for tenant in tenants:
            for caller in callers.CALLERS:
                status, text = _ask(
                    world,
                    caller,
                    operation.method,
                    operation.path(tenant),
                    operation.body(),
                    version,
                    placement,
                )
                is_allowed = operation.is_allowed(caller, tenant)
                cells += 1
                if not (status < 400 if is_allowed else status == 403):
                    differences.append(
                        f'{operation} by {caller.name}, {tenant}: '
                        f'{status}: {text[:150]}'
                    )
    return cells, differences


def _parse(family_versions, version):
    history = family_versions.history
    return history.last if version == 'latest' else versions.parse(version)
