"""A POST to a list below a row: creates, attaches or detaches a row.

The keys in the body decide which of them.
"""

from placement_inv.handlers.host_inventory import errors
from placement_inv.handlers.host_inventory.http import body
from placement_inv.handlers.host_inventory.http import urls
from placement_inv.objects.host_inventory import errors as domain_errors
from placement_inv.web import response


def post(
    req,
    model,
    create,
    attach,
    detach,
    detach_none=None,
    is_possible=urls.is_possible,
):
    """Return the answer to a POST to a list of rows of `model`.

    `create(document)` returns the answer for a new row. `attach(id)` and
    `detach(id)` add and remove a row that exists. `detach_none()` handles
    `disassociate` without an id, if that means anything. `is_possible(id)`
    tells whether a row can have an id. Raises BadAssociation or NoSuchRelated.
    """
    document = body.read(req)
    row_id = document.get('id')
    if 'disassociate' in document:
        if row_id:
            detach(_check_id(row_id, model, is_possible))
        elif detach_none:
            detach_none()
        else:
            raise errors.BadAssociation(
                reason='"id" is required to disassociate'
            )
        return response.no_content()
    if not row_id:
        return create(document)
    attach(_check_id(row_id, model, is_possible))
    return response.no_content()


def _check_id(row_id, model, is_possible):
    if not isinstance(row_id, int) or isinstance(row_id, bool):
        raise errors.BadAssociation(reason='"id" field must be an integer.')
    if not is_possible(row_id):
        raise domain_errors.NoSuchRelated(model=model)
    return row_id
