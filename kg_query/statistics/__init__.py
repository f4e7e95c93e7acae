"""The room of the annual statistics: acts counted by the rules of the graph, checked, and written down.

`loading` reads the tables and rules, `sources` the case files and registers, `casefile_acts` and
`register` make acts of them, `sorting` and `counting` make numbers of acts, `checks` asks what may be
wrong; `text`, `narrative`, `workbook`, `document` and `template` write.
"""

from .build import statistics
from .definitions import Definitions
from .loading import load
from .report import StatisticsReport

__all__ = ["Definitions", "StatisticsReport", "load", "statistics"]
