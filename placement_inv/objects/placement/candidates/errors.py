"""Errors of the search for candidates.

Unknown names raise errors of `placement.errors`; a malformed query raises
errors of the handlers.
"""

from placement_inv import exceptions


class BudgetExceeded(exceptions.Unavailable):
    """The request needs more time or memory than the deployer allows."""

    code = 'placement.budget'
    sentence = (
        'The candidates of this request take more than the {limit} that the '
        'service grants one request. Ask for fewer by `limit`, or for '
        'something that fewer providers have.'
    )
    #: The same request needs as much again, so it is not repeated soon.
    retry_after = 30
