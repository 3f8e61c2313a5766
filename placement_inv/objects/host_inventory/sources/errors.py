"""Errors of requests about inventory sources and their updates."""

from placement_inv import exceptions
from placement_inv.objects.host_inventory.errors import FieldRefused


class InvalidSourceVariables(FieldRefused):
    """The source variables are not a mapping, or set a forbidden name."""

    field = 'source_vars'
    sentence = '{reason}'


class SourcePathUnusable(FieldRefused):
    field = 'source_path'
    sentence = '{reason}'


class LimitUnusable(FieldRefused):
    field = 'limit'
    sentence = '{reason}'


class NotASource(FieldRefused):
    """Sources of this kind are created only with their inventory."""

    field = 'error'
    sentence = '{source} not a valid source for inventory'


class ConstructedFixed(FieldRefused):
    """Clients can change few columns of a constructed inventory's source."""

    field = 'error'
    sentence = (
        "Cannot change field '{name}' on a constructed inventory source."
    )


class ConstructedKept(exceptions.Invalid):
    sentence = (
        "A constructed inventory's source is deleted with the inventory."
    )


class NotOfSource(FieldRefused):
    """The settings belong to another kind of source."""

    field = 'detail'
    sentence = 'Cannot set {names} if not SCM type.'


class ProjectRequired(FieldRefused):
    field = 'source_project'
    sentence = 'Project required for scm type sources.'


class CredentialRequired(FieldRefused):
    field = 'credential'
    sentence = 'Credential is required for a cloud source.'


class NothingToUpdate(exceptions.Invalid):
    sentence = 'No inventory sources to update.'


class UpdateRunning(exceptions.Forbidden):
    sentence = 'Cannot delete running job resource.'
