"""The conditions of one select, so made that the planner keeps its head."""

import sqlalchemy as sa

#: The planner may try a few tables in any order; with more of them it takes
#: longer to plan than to read them all.
_FEW = 4


class Conditions(list):
    """What must hold of the rows of one select."""

    def __init__(self, *conditions):
        super().__init__(conditions)
        self._joined = 0

    def some(self, *where):
        """Add a condition: there are rows, of other tables, where …"""
        if self._joined < _FEW:
            self._joined += 1
            self.append(sa.exists().where(*where))
        else:
            self.append(looked_up(*where).is_not(None))

    def none(self, *where):
        """Add a condition: there are no rows, of other tables, where …"""
        if self._joined < _FEW:
            self._joined += 1
            self.append(~sa.exists().where(*where))
        else:
            self.append(looked_up(*where).is_(None))

    def hint(self, *where):
        """Add what follows from other conditions, if that can help.

        The planner may start from the rows it speaks of, which are few.
        """
        if self._joined < _FEW:
            self.some(*where)


def looked_up(*where):
    """Return an expression that is NULL unless there are rows where …

    PERF: the planner neither turns it into a join nor thinks that it rarely
    holds; so a LIMIT ends the walk through the outer rows early.
    """
    return (
        sa.select(sa.literal_column('1'))
        .where(*where)
        .limit(1)
        .scalar_subquery()
    )
