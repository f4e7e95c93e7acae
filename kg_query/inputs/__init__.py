"""The room of bytes: what a file of any kind goes through before its words are looked at.

One limit, one encoding, no code run, nothing fetched, no key twice; and one list of all that is wrong,
each fault with its place. Matters and case files are read through it.
"""

from .bytes import LIMIT, Held, read_bytes, refuse_disguise
from .faults import Faults, harmful, harmless, shown
from .json_data import read_json
from .text import decode
from .values import text_or_fault, type_name
from .yaml_data import read_yaml

__all__ = [
    "LIMIT",
    "Faults",
    "Held",
    "decode",
    "harmful",
    "harmless",
    "read_bytes",
    "read_json",
    "read_yaml",
    "refuse_disguise",
    "shown",
    "text_or_fault",
    "type_name",
]
