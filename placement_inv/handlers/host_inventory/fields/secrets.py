"""Who sees the secrets of a row; others see a mark in their place."""

RULE = 'host_inventory:secrets:read'


def may_read(req, row):
    """Tell whether the caller may see the secrets of a row.

    `row` is a source, an update, or the settings of a constructed inventory.
    The caller needs the rule, and the role admin on the row's inventory.
    """
    return req.ctx.may(RULE) and row.is_administered
