"""The conditions of one select, in a form that planners handle well."""

import sqlalchemy as sa

#: Tables that a planner may join in any order. With many more of them,
#: planning takes longer than reading them all.
_FEW = 4


class Conditions(list):
    """A list of the conditions on the rows of one select."""

    def __init__(self, *conditions):
        super().__init__(conditions)
        self._joined = 0

    def add_some(self, *where):
        """Add the condition that rows of other tables exist where …"""
        if self._joined < _FEW:
            self._joined += 1
            self.append(sa.exists().where(*where))
        else:
            self.append(lookup(*where).is_not(None))

    def add_none(self, *where):
        """Add the condition that no rows of other tables exist where …"""
        if self._joined < _FEW:
            self._joined += 1
            self.append(~sa.exists().where(*where))
        else:
            self.append(lookup(*where).is_(None))

    def add_hint(self, *where):
        """Add a condition that follows from others, if the planner can use it.

        The planner may start from the rows of the other tables: they are few.
        """
        if self._joined < _FEW:
            self.add_some(*where)


def lookup(*where):
    """Return an expression that is NULL unless there are rows where …

    PERF: the planner does not turn it into a join, and does not expect it to
    be rare; so a LIMIT ends the scan of the outer rows early.
    """
    return (
        sa.select(sa.literal_column('1'))
        .where(*where)
        .limit(1)
        .scalar_subquery()
    )
