"""The room of what users bring: matters read from files of every format, checked word by word.

`reading` finds the format and reads; one module a format turns bytes into *drafts*, plain records
with a place each, nothing yet believed; `words` turns drafts into matters against the vocabulary of
the graph. No reader fetches anything, follows a reference out of its file, or stops at the first
fault.
"""

from .reading import FORMATS, LIMIT, matters_of, read_bytes, read_matters

__all__ = ["FORMATS", "LIMIT", "matters_of", "read_bytes", "read_matters"]
