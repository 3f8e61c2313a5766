import decimal
import unittest

from placement_inv.smartfilter.sql import numbers


class TestNumbers(unittest.TestCase):
    def test_doubles_are_exact_up_to_a_limit(self):
        for number, is_exact in (
            (2**53 - 1, True),
            (1 - 2**53, True),
            (2**53, False),
            (-(2.0**53), False),
            (0.1, True),
            (1e300, False),
        ):
            self.assertIs(is_exact, numbers.is_exact_double(number), number)

    def test_a_number_is_the_decimal_that_json_has(self):
        self.assertEqual(decimal.Decimal('0.1'), numbers.to_decimal(0.1))
        self.assertEqual(10**23, numbers.to_decimal(1e23))
        self.assertEqual(2**64 + 1, numbers.to_decimal(2**64 + 1))

    def test_each_spelling_of_a_number_is_listed(self):
        for number, spellings in (
            (2**64 + 1, ['18446744073709551617']),
            (2**62, ['4611686018427387904']),
            (2.0**62, ['4611686018427388000', '4.611686018427388e+18',
                       '4.611686018427388e18']),
            (2**53 + 2, ['9007199254740994', '9007199254740994.0']),
            (-(10**22), ['-10000000000000000000000', '-1e+22', '-1e22']),
        ):  # fmt: skip
            self.assertEqual(spellings, numbers.spellings(number))
