"""Errors of providers, inventories, allocations and their names.

Sentences and codes are those of the Placement API ("Errors" in its
reference): clients compare them.
"""

from placement_inv import exceptions


class ResourceProviderNotFound(exceptions.NotFound):
    sentence = 'No resource provider with uuid {uuid} found'


class NoProviderToDelete(ResourceProviderNotFound):
    sentence = 'No resource provider with uuid {uuid} found for delete'


class DuplicateProvider(exceptions.Conflict):
    sentence = 'Conflicting resource provider {what} already exists.'
    code = 'placement.duplicate_name'


class ProviderInUse(exceptions.Conflict):
    sentence = 'Resource provider has allocations.'
    code = 'placement.resource_provider.inuse'


class ParentProvider(exceptions.Conflict):
    """A provider with children cannot be deleted."""

    sentence = (
        'Unable to delete parent resource provider {uuid}: '
        'It has child resource providers.'
    )
    code = 'placement.resource_provider.cannot_delete_parent'


class GenerationConflict(exceptions.ConcurrentUpdate):
    """The request does not name the current generation of the provider."""

    sentence = 'resource provider generation conflict'


class ProviderChanged(exceptions.ConcurrentUpdate):
    """Another transaction changed the provider after this one read it."""

    sentence = (
        'Another thread concurrently updated the resource provider data. '
        'Please retry your update'
    )


class ResourceClassNotFound(exceptions.NotFound):
    """The path names a resource class that does not exist."""

    sentence = 'No such resource class {resource_class}.'


class UnknownResourceClass(exceptions.Invalid):
    """A body or a query names a resource class that does not exist."""

    sentence = 'No such resource class {resource_class}.'


class ResourceClassExists(exceptions.Conflict):
    sentence = 'Conflicting resource class already exists: {resource_class}'


class ResourceClassNameTaken(ResourceClassExists):
    """The new name of a resource class is taken."""

    sentence = 'Resource class already exists: {resource_class}'


class StandardResourceClass(exceptions.Invalid):
    sentence = 'Cannot delete standard resource class {resource_class}.'


class StandardResourceClassRenamed(StandardResourceClass):
    sentence = 'Cannot update standard resource class {resource_class}'


class ResourceClassInUse(exceptions.Conflict):
    sentence = (
        'Cannot delete resource class {resource_class}. '
        'Class is in use in inventory.'
    )


class TraitNotFound(exceptions.NotFound):
    """The path names a trait that does not exist."""

    sentence = 'No such trait(s): {trait}.'


class UnknownTraits(exceptions.Invalid):
    """A body names traits that do not exist."""

    sentence = 'No such trait {traits}'


class UnknownTraitsInQuery(exceptions.Invalid):
    """A query names traits that do not exist."""

    sentence = 'No such trait(s): {traits}.'


class TraitExists(exceptions.Conflict):
    sentence = 'The Trait {trait} already exists'


class InvalidTraitName(exceptions.Invalid):
    sentence = (
        'The trait is invalid. A valid trait must be no longer than 255 '
        'characters, start with the prefix "CUSTOM_" and use following '
        'characters: "A"-"Z", "0"-"9" and "_"'
    )


class StandardTrait(exceptions.Invalid):
    sentence = 'Cannot delete standard trait {trait}.'


class TraitInUse(exceptions.Conflict):
    sentence = 'The trait {trait} is in use by a resource provider.'


class GenerationConflictOfPart(GenerationConflict):
    """A generation conflict in a request for traits or aggregates."""

    sentence = (
        "Resource provider's generation already changed. Please update the "
        'generation and try again.'
    )


class InventoryNotFound(exceptions.NotFound):
    """The path names an inventory that does not exist."""

    sentence = 'No inventory of class {resource_class} for {provider}'


class UnknownInventory(exceptions.Invalid):
    """A body changes an inventory that does not exist."""

    sentence = 'No inventory of class {resource_class} found.'


class InventoryExists(exceptions.ConcurrentUpdate):
    sentence = (
        'Inventory of class {resource_class} on resource provider '
        '{provider} already exists.'
    )


class InventoryInUse(exceptions.Conflict):
    sentence = (
        "Inventory for '{resource_classes}' on resource provider "
        "'{provider}' in use."
    )
    code = 'placement.inventory.inuse'


class InvalidInventoryCapacity(exceptions.Invalid):
    """The inventory would have no amount to allocate."""

    sentence = (
        "Invalid inventory for '{resource_class}' on resource provider "
        "'{provider}'. The reserved value is greater than or equal to total."
    )


class NegativeInventoryCapacity(InvalidInventoryCapacity):
    sentence = (
        "Invalid inventory for '{resource_class}' on resource provider "
        "'{provider}'. The reserved value is greater than total."
    )


class ActionFailed(exceptions.Invalid):
    """A provider cannot get the requested place in a tree."""

    sentence = 'Object action {action} failed because: {reason}'


class ReshapedProviderNotFound(exceptions.Invalid):
    """A reshape names a provider that does not exist."""

    sentence = (
        'Resource provider {uuid} in inventories not found: '
        'No resource provider with uuid {uuid} found'
    )
    code = 'placement.resource_provider.not_found'


class ReshapedGenerationConflict(GenerationConflict):
    sentence = (
        'resource provider generation conflict for provider {uuid}: '
        'actual: {actual}, given: {given}'
    )


class ConsumerGenerationConflict(exceptions.ConcurrentUpdate):
    """The request does not name the current generation of the consumer."""

    sentence = (
        'consumer generation conflict - expected {expected} but got {got}'
    )


class MalformedConsumer(exceptions.Invalid):
    sentence = 'Malformed consumer_uuid: {uuid}'


class NoAllocations(exceptions.NotFound):
    sentence = "No allocations for consumer '{uuid}'"


class UnknownProvider(exceptions.Invalid):
    """A body of allocations names a provider that does not exist."""

    sentence = "Allocation for resource provider '{uuid}' that does not exist."


class InvalidAllocation(exceptions.Conflict):
    """The provider has no inventory that allows the allocation."""

    sentence = (
        "Inventory for '{resource_class}' on resource provider "
        "'{provider}' invalid."
    )


class CapacityExceeded(InvalidAllocation):
    sentence = (
        "Unable to create allocation for '{resource_class}' on resource "
        "provider '{provider}'. The requested amount would exceed the "
        'capacity.'
    )


class ConstraintsViolated(InvalidAllocation):
    """The amount does not fit min_unit, max_unit or step_size."""

    sentence = (
        "Unable to create allocation for '{resource_class}' on resource "
        "provider '{provider}'. The requested amount would violate "
        'inventory constraints.'
    )
