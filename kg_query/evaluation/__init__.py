"""The room of the routine evaluation of enforcement teams: indicators, steps, and the working form.

`loading` reads indicators and steps from the graph, `record` what an evaluator wrote down, `measures`
makes numbers of reviews and entries, `steps` follows the procedure, `build` puts a team together;
`text`, `table`, `form`, `workbook` and `output` write. The text of the law has no weights and no scores, so there
is no total.
"""

from __future__ import annotations

from .asking import of
from .build import evaluate
from .definitions import Definitions, Indicator, Step
from .loading import load
from .record import TeamRecord, read_records, record_of
from .report import Evaluation, TeamEvaluation

__all__ = [
    "Definitions",
    "Evaluation",
    "Indicator",
    "Step",
    "TeamEvaluation",
    "TeamRecord",
    "evaluate",
    "load",
    "of",
    "read_records",
    "record_of",
]
