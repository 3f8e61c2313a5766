"""Lists of what AWX has and this service has not: always empty.

Some commands of AWX's clients look at them all whatever they are asked to
do, and end where one is missing. The root does not name them.
"""

from placement_inv.handlers.host_inventory import pagination
from placement_inv.objects.host_inventory import listing
from placement_inv.web.endpoint import endpoint

#: The last part of their paths.
NOUNS = (
    'credentials',
    'instance_groups',
    'job_templates',
    'projects',
    'teams',
    'workflow_job_templates',
)


@endpoint('host_inventory:inventories:read')
def index(req):
    """List nothing."""
    return pagination.answer(req, listing.Page((), 0, 1, 1), dict)
