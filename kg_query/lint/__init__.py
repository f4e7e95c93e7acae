"""Faults of the graph and defects of the law it holds, each with its clauses and what to do about it.

A check is a question whose answers are faults. It is about the *data* (is the graph whole and sound?)
or about the *law* (what would a drafter mend in the texts?). There are two forms:

- a query in `shapes/checks/` (`kg_query.lint.queries`), for what stands in the graph;
- a function (`kg_query.lint.law`), for what follows from the conditions of norms.

The shapes of `shapes/corpus.ttl` run beside the checks on the data. A fault that is meant to stay is
acknowledged in the graph (a `law:Acknowledgement` with the check, the entity and the reason); it is then
listed with its reason and no longer counts.
"""

from .law import law_checks
from .queries import checks
from .running import lint
from .values import ABOUT, Check, Clause, Fault, LintReport

__all__ = ["ABOUT", "Check", "Clause", "Fault", "LintReport", "checks", "law_checks", "lint"]
