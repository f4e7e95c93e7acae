"""The room of free queries: SPARQL over the graph, never leaving the machine, never changing it.

`query` runs one and gives its result, `guard` looks at it before, `frames` makes it a pandas table,
and `loading` puts matters and their verdicts beside the law.
"""

from .query import TIMEOUT, Result, evaluate, run, watchdog

__all__ = ["TIMEOUT", "Result", "evaluate", "run", "watchdog"]
