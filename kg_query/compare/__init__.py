"""The room of comparison: regulations side by side, by ground, clause, case, scenario and procedure.

`comparison` holds what is compared, `report` makes a document of it, `pages` builds its parts.
"""

from __future__ import annotations

from .comparison import Comparison
from .report import PARTS, Part, Report, Wanted

__all__ = ["PARTS", "Comparison", "Part", "Report", "Wanted"]
