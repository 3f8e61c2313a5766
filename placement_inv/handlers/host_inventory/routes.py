"""The table of contents of the host-inventory family.

Written without trailing slashes; the router takes both spellings.
"""

from placement_inv.handlers.host_inventory import root

ROUTES = {
    '/api': {'GET': root.api},
}
