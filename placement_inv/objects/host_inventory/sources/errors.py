"""What is refused of inventory sources and their updates."""

from placement_inv import exceptions
from placement_inv.objects.host_inventory.errors import FieldRefused


class InvalidSourceVariables(FieldRefused):
    """The text of source variables is no mapping, or names what it may not."""

    field = 'source_vars'
    sentence = '{reason}'


class SourcePathUnusable(FieldRefused):
    field = 'source_path'
    sentence = '{reason}'


class LimitUnusable(FieldRefused):
    field = 'limit'
    sentence = '{reason}'


class NotASource(FieldRefused):
    """Sources of this kind are created with their inventory only."""

    field = 'error'
    sentence = '{source} not a valid source for inventory'


class ConstructedFixed(FieldRefused):
    """Of the source of a constructed inventory most is settled."""

    field = 'error'
    sentence = (
        "Cannot change field '{name}' on a constructed inventory source."
    )


class ConstructedKept(exceptions.Invalid):
    sentence = 'The source of a constructed inventory goes with it.'


class NotOfSource(FieldRefused):
    """The settings are those of another kind of source."""

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
