"""What can go wrong while candidates are searched.

Unknown names are errors of `placement.errors`; what is wrong with the text of
a query is an error of the handlers.
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
    #: The same request needs as much again: there is no hurry to repeat it.
    retry_after = 30
