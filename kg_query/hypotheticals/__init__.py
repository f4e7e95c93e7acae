"""The room of suppositions: the same matter with other findings, beneath `requires` and `what_if`.

`changes` says what became of each norm, `required_sets` searches the smallest sets of findings that
change an outcome, and `text` writes both answers for people.
"""

from .changes import LeafChange, NormChange, RegulationChange, compared, with_findings

__all__ = ["LeafChange", "NormChange", "RegulationChange", "compared", "with_findings"]
