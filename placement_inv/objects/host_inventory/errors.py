"""The errors of this family: each class is one reason, with a sentence.

Most sentences are AWX's, because its clients compare some of them.
"""

from placement_inv import exceptions


class NoMatch(exceptions.NotFound):
    """The path names a row that does not exist."""

    sentence = 'No {model} matches the given query.'


class AmbiguousName(exceptions.Invalid):
    """Organizations of several projects have the name in a path."""

    sentence = 'Several rows ({model}) have this name, use an id: {ids}.'


class RoleRequired(exceptions.Forbidden):
    """The caller may read the row, but has not the role for a change."""

    sentence = 'You do not have permission to perform this action.'


class NoSuchRole(exceptions.Invalid):
    sentence = 'A role {name} of objects of the kind {kind} does not exist.'


class NotForTeams(exceptions.Invalid):
    """A role that only users can have."""

    sentence = '{reason}'


class LastAdministrator(exceptions.Conflict):
    """Nobody could grant roles of the organization any more."""

    sentence = (
        'This is the last administrator of the organization: give the role '
        'to another user first.'
    )


class InvalidPage(exceptions.NotFound):
    sentence = 'Invalid page.'


class InvalidFilter(exceptions.Invalid):
    """A filter or an order of a list is invalid."""

    sentence = '{reason}'


class FilterForbidden(exceptions.Forbidden):
    """A field whose content must not leak through a filter."""

    sentence = '{reason}'


class FieldRefused(exceptions.InvalidFields):
    """The value of one field is invalid, or the object as a whole."""

    field = '__all__'

    @property
    def fields(self):
        """Return {field: messages} as InvalidFields does."""
        return {self.field: [str(self)]}


class NoSuchOrganization(FieldRefused):
    field = 'organization'
    sentence = 'Invalid pk "{id}" - object does not exist.'


class AlreadyExists(FieldRefused):
    sentence = '{model} with this {unique} already exists.'


class NoSuchInventory(FieldRefused):
    field = 'inventory'
    sentence = 'Invalid pk "{id}" - object does not exist.'


class TooManyHosts(FieldRefused):
    """One request has more hosts than the configuration allows."""

    sentence = 'Number of hosts exceeds system setting {setting}'


class HostnamesTaken(FieldRefused):
    """Two hosts of a request have one name, or an existing host has it."""

    sentence = (
        'Hostnames must be unique in an inventory. Duplicates found: {names}'
    )


class NotManual(FieldRefused):
    """Hosts of smart and constructed inventories come from others."""

    sentence = (
        'Hosts can only be created in manual inventories (not smart or '
        'constructed types).'
    )


class OrganizationOfTwo(FieldRefused):
    sentence = (
        'An organization belongs to a project or to a domain, not to both.'
    )


class OrganizationExists(FieldRefused):
    field = 'name'
    sentence = 'Organization with this Name already exists.'


class NameTaken(FieldRefused):
    """A host and a group of one inventory cannot have the same name."""

    sentence = 'A {model} with that name already exists.'


class InvalidVariables(FieldRefused):
    """The text of variables is not a JSON or YAML mapping."""

    field = 'variables'
    sentence = '{reason}'


class InvalidHostName(FieldRefused):
    field = 'name'
    sentence = '{reason}'


class InvalidGroupName(FieldRefused):
    field = 'name'
    sentence = 'Invalid group name.'


class InvalidHostFilter(FieldRefused):
    """The text of a filter has a syntax error or an unknown name."""

    field = 'host_filter'
    sentence = 'Invalid query {text}\n{reason}'


class LookupOnFacts(FieldRefused):
    """AWX's language compares facts with exact values only."""

    field = 'host_filter'
    sentence = 'ansible_facts does not support searching with __{lookup}'

    @property
    def fields(self):
        # AWX nests this error once more.
        return {self.field: super().fields}


class HostFilterRequired(FieldRefused):
    field = 'host_filter'
    sentence = 'Smart inventories must specify host_filter'


class NotSmart(FieldRefused):
    field = 'inventory'
    sentence = 'This inventory has no filter: its hosts are its own.'


class KindIsFixed(exceptions.Invalid):
    """The kind of an inventory cannot change after its creation."""

    sentence = (
        'You cannot turn a regular inventory into a "smart" or "constructed" '
        'inventory, or back.'
    )


class InvalidFacts(exceptions.Invalid):
    """No database can store the document of facts."""

    sentence = 'Invalid facts: {reason}.'


class NotForKind(exceptions.Invalid):
    """Smart inventories have no rows of their own."""

    sentence = 'Cannot create {model} for Smart or Constructed Inventories'


class NotConstructed(exceptions.Invalid):
    sentence = 'Only a constructed inventory has input inventories.'


class ConstructedInput(exceptions.Invalid):
    sentence = (
        'You cannot add a constructed inventory to another constructed '
        'inventory.'
    )


class ForeignInput(exceptions.Invalid):
    sentence = (
        'An input inventory has to be in the organization of the constructed '
        'inventory.'
    )


class InputsElsewhere(FieldRefused):
    field = 'organization'
    sentence = (
        'A constructed inventory and its input inventories have to be in one '
        'organization: remove the inputs first.'
    )


class ConstructedHost(exceptions.Invalid):
    """Hosts of a constructed inventory are deleted with their originals."""

    sentence = 'Delete constructed inventory hosts from input inventory.'


class OriginalGone(exceptions.Invalid):
    """The host that stores the facts of a constructed host is deleted."""

    sentence = (
        'The facts of a host of a constructed inventory are those of the '
        'host that it was made from, and that one is gone.'
    )


class NoSuchRelated(exceptions.Invalid):
    """The body names a row that does not exist."""

    sentence = '{model} matching query does not exist.'


class DifferentInventories(exceptions.Invalid):
    sentence = 'Cannot associate two items from different inventories.'


class CyclicalGroups(exceptions.Invalid):
    sentence = 'Cyclical Group association.'


class InventoryIsFixed(exceptions.Forbidden):
    sentence = 'Unable to change inventory on a host.'


class KeyReused(exceptions.Conflict):
    """Two different requests have the same key."""

    sentence = 'This Idempotency-Key was sent with another request.'


class InvalidKey(exceptions.Invalid):
    sentence = 'An Idempotency-Key has 1 to 255 visible characters of ASCII.'


class CursorTooOld(exceptions.Invalid):
    """Entries after the cursor have been deleted."""

    sentence = (
        'Entries behind this cursor are no longer kept: read what there is '
        'anew, and go on from since=latest.'
    )


class InvalidCursor(exceptions.Invalid):
    sentence = 'This is no cursor.'


class InvalidSlice(exceptions.Invalid):
    sentence = 'Invalid subset: {reason}'


class TreeTooLarge(exceptions.Invalid):
    """The tree repeats a group below each of its parents."""

    sentence = 'The tree is too large: {reason}.'


class Busy(exceptions.Conflict):
    """A running job uses the row."""

    sentence = 'Resource is being used by running jobs.'


class AlreadyPending(exceptions.Invalid):
    """The inventory is already pending deletion."""

    sentence = 'Inventory is already pending deletion.'


class InventoryPending(exceptions.Invalid):
    """A host of an inventory that is pending deletion."""

    sentence = 'The inventory for this host is already being deleted.'


class StaleGeneration(exceptions.ConcurrentUpdate):
    """Another write changed the row after the caller read it."""

    sentence = 'Generation {generation} is not the present one: read again.'


class StaleFacts(exceptions.ConcurrentUpdate):
    """Another write changed the facts after the caller read them."""

    sentence = (
        'Version {version} of the facts is not the present one: read again.'
    )


class PreconditionFailed(exceptions.Conflict):
    sentence = 'If-Match names no present generation: read again.'


class BadRelated(exceptions.Invalid):
    """A value of the body that should be an id is not one."""

    sentence = 'Bad data found in related field {field}.'
