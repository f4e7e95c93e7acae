"""Whether a row of digits is an identity number or a card number: the check digits of the standards."""

from __future__ import annotations

from datetime import date

__all__ = ["is_bank_card", "is_identity_number", "is_old_identity_number"]

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
#: The first two digits of the codes of provincial units, GB/T 2260.
_PROVINCES = frozenset(
    [*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83]
)  # fmt: skip


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a resident identity number: region, day of birth and check digit.

    Source: GB 11643-1999, clauses 4 and 5 (check digit by ISO 7064 MOD 11-2).

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    if len(number) != 18 or not (number[:17].isascii() and number[:17].isdigit()):
        return False
    if int(number[:2]) not in _PROVINCES or not _is_day(number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17].upper()


def is_old_identity_number(number: str) -> bool:
    """Whether 15 digits can be an identity number of the form used until 1999: region and day of birth."""
    if len(number) != 15 or not (number.isascii() and number.isdigit()):
        return False
    return int(number[:2]) in _PROVINCES and _is_day("19" + number[6:12])


def is_bank_card(number: str) -> bool:
    """Whether 16 to 19 digits are a payment card number: issuer's first digits and check digit.

    Source: ISO/IEC 7812-1, annex B (Luhn formula). First digits are those of cards in use: 62 (UnionPay),
    4, 51–55, 34, 37, 35, 60, and 9 for cards of Chinese banks issued before 62.

    >>> is_bank_card("6222020200112230"), is_bank_card("6222020200112231")
    (True, False)
    """
    if not (16 <= len(number) <= 19 and number.isascii() and number.isdigit()):
        return False
    if not number.startswith(("62", "4", "51", "52", "53", "54", "55", "34", "37", "35", "60", "9")):
        return False
    total = 0
    for place, digit in enumerate(reversed(number)):
        doubled = int(digit) * (2 if place % 2 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _is_day(digits: str) -> bool:
    try:
        return (
            date(1880, 1, 1) <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])) <= date(2100, 1, 1)
        )
    except ValueError:
        return False
