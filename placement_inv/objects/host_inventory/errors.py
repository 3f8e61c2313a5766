"""What this family refuses: each class one reason, as facts and a sentence.

The sentences are those that AWX's clients know; some of them are matched.
"""

from placement_inv import exceptions


class NoMatch(exceptions.NotFound):
    """The path names a row that does not exist."""

    sentence = 'No {model} matches the given query.'


class InvalidPage(exceptions.NotFound):
    sentence = 'Invalid page.'


class InvalidFilter(exceptions.Invalid):
    """A list cannot be filtered or ordered like that."""

    sentence = '{reason}'


class FilterForbidden(exceptions.Forbidden):
    """A field whose content must not leak through a filter."""

    sentence = '{reason}'


class FieldRefused(exceptions.InvalidFields):
    """One field cannot be accepted, or the object as a whole."""

    field = '__all__'

    @property
    def fields(self):
        """Return the refusal as InvalidFields keeps it."""
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
    """More in one request than the configuration lets through."""

    sentence = 'Number of hosts exceeds system setting {setting}'


class HostnamesTaken(FieldRefused):
    """Hosts of one request, or one that exists, have the same name."""

    sentence = (
        'Hostnames must be unique in an inventory. Duplicates found: {names}'
    )


class NotManual(FieldRefused):
    """Smart and constructed inventories get their hosts from others."""

    sentence = (
        'Hosts can only be created in manual inventories (not smart or '
        'constructed types).'
    )


class OrganizationExists(FieldRefused):
    field = 'name'
    sentence = 'Organization with this Name already exists.'


class NameTaken(FieldRefused):
    """Hosts and groups of one inventory share their names."""

    sentence = 'A {model} with that name already exists.'


class InvalidVariables(FieldRefused):
    """The text of variables is no JSON or YAML mapping."""

    field = 'variables'
    sentence = '{reason}'


class InvalidHostName(FieldRefused):
    field = 'name'
    sentence = '{reason}'


class InvalidGroupName(FieldRefused):
    field = 'name'
    sentence = 'Invalid group name.'


class InvalidHostFilter(FieldRefused):
    """The text of a filter means nothing, or nothing that hosts have."""

    field = 'host_filter'
    sentence = 'Invalid query {text}\n{reason}'


class LookupOnFacts(FieldRefused):
    """AWX's language does not look into facts, but takes them as they are."""

    field = 'host_filter'
    sentence = 'ansible_facts does not support searching with __{lookup}'

    @property
    def fields(self):
        # One within the other, as AWX says it.
        return {self.field: super().fields}


class HostFilterRequired(FieldRefused):
    field = 'host_filter'
    sentence = 'Smart inventories must specify host_filter'


class NotSmart(FieldRefused):
    field = 'inventory'
    sentence = 'This inventory has no filter: its hosts are its own.'


class KindIsFixed(exceptions.Invalid):
    """What kind of inventory it is was decided when it was created."""

    sentence = (
        'You cannot turn a regular inventory into a "smart" or "constructed" '
        'inventory, or back.'
    )


class InvalidFacts(exceptions.Invalid):
    """A document of facts that no database could keep."""

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


class ConstructedHost(exceptions.Invalid):
    """Hosts of a constructed inventory come and go with its inputs'."""

    sentence = 'Delete constructed inventory hosts from input inventory.'


class OriginalGone(exceptions.Invalid):
    """A host of a constructed inventory has no facts of its own to write."""

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
    """A key that was sent with one request comes with another."""

    sentence = 'This Idempotency-Key was sent with another request.'


class InvalidKey(exceptions.Invalid):
    sentence = 'An Idempotency-Key has 1 to 255 visible characters of ASCII.'


class CursorTooOld(exceptions.Invalid):
    """Somebody who reads on from there would miss what was deleted since."""

    sentence = (
        'Entries behind this cursor are no longer kept: read what there is '
        'anew, and go on from since=latest.'
    )


class InvalidCursor(exceptions.Invalid):
    sentence = 'This is no cursor.'


class InvalidSlice(exceptions.Invalid):
    sentence = 'Invalid subset: {reason}'


class TreeTooLarge(exceptions.Invalid):
    """Groups with many parents are written out once below each."""

    sentence = 'The tree is too large: {reason}.'


class Busy(exceptions.Conflict):
    """Background work uses what should go away."""

    sentence = 'Resource is being used by running jobs.'


class AlreadyPending(exceptions.Invalid):
    """What should be deleted is being deleted."""

    sentence = 'Inventory is already pending deletion.'


class InventoryPending(exceptions.Invalid):
    """A host goes with its inventory, and not before."""

    sentence = 'The inventory for this host is already being deleted.'


class StaleGeneration(exceptions.ConcurrentUpdate):
    """Somebody else was faster than the one who saw a generation."""

    sentence = 'Generation {generation} is not the present one: read again.'


class StaleFacts(exceptions.ConcurrentUpdate):
    """Somebody else wrote the facts of a host that a writer had read."""

    sentence = (
        'Version {version} of the facts is not the present one: read again.'
    )


class PreconditionFailed(exceptions.Conflict):
    sentence = 'If-Match names no present generation: read again.'


class BadRelated(exceptions.Invalid):
    """The body names a row by what cannot be an id."""

    sentence = 'Bad data found in related field {field}.'
