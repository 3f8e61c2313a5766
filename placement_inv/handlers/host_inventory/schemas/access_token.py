"""What a client may write of a personal access token."""

from placement_inv.handlers.host_inventory import fields
from placement_inv.handlers.host_inventory import kinds
from placement_inv.handlers.host_inventory import references

FORM = fields.Form(
    (
        fields.Field(
            'description',
            kinds.Text(),
            'Optional description of this access token.',
        ),
        fields.Field(
            'application',
            references.NoReference(),
            'There are no applications here: null.',
            default=None,
        ),
        fields.Field(
            'scope',
            kinds.Choice(
                (('read', 'Read'), ('write', 'Write')), nullable=False
            ),
            'What the token is for: reading only, or writing too.',
            default='write',
        ),
    )
)
