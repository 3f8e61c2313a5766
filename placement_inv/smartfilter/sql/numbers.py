"""Numbers of JSON documents compare as the decimals that they are written as.

Not as doubles: 9007199254740993 is one more than 9007199254740992, and the
number 4.611686018427388e+18 is 4611686018427388000.
"""

import decimal

#: A double is never equal to an integer of this size that it does not
#: represent; 2**53 is equal to the double of 2**53 + 1.
_LARGEST_EXACT = 2**53 - 1


def is_exact_double(number):
    """Tell whether doubles compare with a number as decimals do."""
    return abs(number) <= _LARGEST_EXACT


def to_decimal(number):
    """Return the decimal that a number is written as in JSON.

    >>> to_decimal(1e23)
    Decimal('1E+23')
    """
    return decimal.Decimal(repr(number))


def spellings(number):
    """Return the texts that a number has in documents.

    This service writes them as Python does. MySQL writes no plus sign.

    >>> spellings(10**22)
    ['10000000000000000000000', '1e+22', '1e22']
    """
    value = to_decimal(number)
    texts = []
    if value == value.to_integral_value():
        texts.append(str(int(value)))
    nearest = repr(float(number))
    if decimal.Decimal(nearest) == value:
        texts += [nearest, nearest.replace('e+', 'e')]
    return list(dict.fromkeys(texts))
