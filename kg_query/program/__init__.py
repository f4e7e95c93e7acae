"""The room of the compiled engine: all norms as one flat program, run over bit planes.

`program` compiles the norms, `planes` runs them for one matter or for thousands at once.
"""

from .program import Program, Rule

__all__ = ["Program", "Rule"]
