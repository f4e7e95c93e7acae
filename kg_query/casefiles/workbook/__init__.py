"""The workbook to fill in: what stands where, writing it, and reading it back.

`layout` says which sheets, blocks and columns a kind of file has; `cells` turns values into what a cell
shows and back; `write` makes the workbook, blank or filled from a case file; `read` reads it. Hidden
marks, not places, say what a cell means, so that rows and columns may be moved or added.
"""

from .read import read_workbook
from .write import VERSION, workbook

__all__ = ["VERSION", "read_workbook", "workbook"]
