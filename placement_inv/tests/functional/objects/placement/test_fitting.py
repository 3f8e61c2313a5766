"""The rule of capacity and units means the same to Python and databases."""

import itertools
import types

import sqlalchemy as sa

from placement_inv.objects.placement import fitting
from placement_inv.tests.functional import base

_NAMES = (*fitting.AMOUNTS, 'used')
_INVENTORIES = [
    types.SimpleNamespace(**dict(zip(_NAMES, values, strict=True)))
    for values in itertools.product(
        (0, 7, 2**31 - 1),
        (0, 3),
        (1, 3),
        (1, 5, 2**31 - 1),
        (1, 3),
        (0.0, 1.0, 1.5, 16.0),
        (0, 6),
    )
]
_AMOUNTS = (1, 2, 3, 5, 6, 2**31 - 1)


@base.on_every_database
class TestFitting(base.DatabaseTest):
    def evaluate(self, conditions):
        """Return which of some conditions the database finds true."""
        with self.database.engine.connect() as connection:
            row = connection.execute(
                sa.select(
                    *(
                        sa.case((condition, 1), else_=0).label(f'c{number}')
                        for number, condition in enumerate(conditions)
                    )
                )
            ).one()
        return [bool(flag) for flag in row]

    def test_values_and_conditions_agree(self):
        for inventory in _INVENTORIES:
            columns = types.SimpleNamespace(
                **{
                    name: sa.literal(
                        value,
                        sa.Double if name == 'allocation_ratio' else None,
                    )
                    for name, value in vars(inventory).items()
                }
            )
            expected = [
                fitting.has_room(
                    inventory.used, amount, fitting.capacity(inventory)
                )
                and all(fitting.unit_rules(inventory, amount))
                for amount in _AMOUNTS
            ]
            conditions = [
                sa.and_(
                    *fitting.conditions(
                        columns, sa.literal(amount, sa.BigInteger)
                    )
                )
                for amount in _AMOUNTS
            ]
            self.assertEqual(expected, self.evaluate(conditions), inventory)

    def test_amounts_together_are_the_rule_for_their_sum(self):
        inventory = types.SimpleNamespace(
            total=10,
            reserved=0,
            min_unit=2,
            max_unit=8,
            step_size=2,
            allocation_ratio=1.0,
            used=1,
        )
        columns = types.SimpleNamespace(
            **{
                name: sa.literal(value)
                for name, value in vars(inventory).items()
            }
        )
        amounts = [(2, 4), (2, 6), (4, 6), (1, 3), (2, 2, 2, 4)]
        self.assertEqual(
            [True, True, False, False, False],
            self.evaluate(
                sa.and_(*fitting.conditions_together(columns, each))
                for each in amounts
            ),
        )
