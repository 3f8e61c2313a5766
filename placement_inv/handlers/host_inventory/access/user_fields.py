"""The fields of an account that clients can write."""

import dataclasses
import re
from typing import ClassVar

from placement_inv.handlers.host_inventory.fields import form
from placement_inv.handlers.host_inventory.fields import types as field_types
from placement_inv.objects.host_inventory.columns import secrets
from placement_inv.web import account_passwords

#: HTTP Basic authentication ends a name at a colon; control characters would
#: break the lines of logs.
_USERNAME = re.compile('[^:\x00-\x1f\x7f]+')


class Username(field_types.Text):
    """A name that HTTP Basic authentication can send."""

    def read(self, value):
        name = super().read(value)
        if not _USERNAME.fullmatch(name):
            raise field_types.InvalidValue(
                'Enter a valid username: it has no colon and no control '
                'characters.'
            )
        return name


@dataclasses.dataclass(frozen=True)
class Password(field_types.FieldType):
    """A password, which is stored as a hash.

    An empty text and the mark are no passwords: they keep the stored one.
    """

    type: ClassVar[str] = 'string'

    def read(self, value):
        if not isinstance(value, str):
            raise field_types.InvalidValue('Not a valid string.')
        if not value or value == secrets.MARK:
            # Clients send back what they have read.
            return None
        if '\0' in value:
            raise field_types.InvalidValue('Null characters are not allowed.')
        try:
            return account_passwords.hash_password(value)
        except ValueError as error:
            raise field_types.InvalidValue(
                'Ensure this field has no more than '
                f'{account_passwords.MAX_BYTES} bytes in UTF-8.'
            ) from error


def _text(name, length, help_text):
    return form.Field(
        name,
        field_types.Text(length),
        help_text,
    )


def _flag(name, help_text):
    return form.Field(
        name,
        field_types.Boolean(),
        help_text,
        default=False,
    )


FORM = form.Form(
    (
        form.Field(
            'username',
            Username(150, blank=False),
            'Required. 150 characters or fewer, no colon.',
            is_required=True,
        ),
        _text('first_name', 150, 'First name of this user.'),
        _text('last_name', 150, 'Last name of this user.'),
        _text('email', 254, 'Email address of this user.'),
        _flag(
            'is_superuser',
            'Designates that this user has all permissions.',
        ),
        _flag(
            'is_system_auditor',
            'Designates that this user may read everything.',
        ),
        form.Field(
            'password',
            Password(),
            'Field used to change the password.',
            attribute='password_hash',
            default=None,
            is_shown=False,
        ),
    )
)
