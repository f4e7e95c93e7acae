"""The room of the main job: what each regulation says of a matter, and on what that rests.

`verdicts` runs the compiled engine, `reference` the same strata in RDF; `report` turns what either
found into a verdict, with its `reasons`; `text` writes it for people and `rdf` for SPARQL.
"""

from .report import Strata, report
from .verdicts import Engine, assess, assess_many, chosen_regulations, columns

__all__ = ["Engine", "Strata", "assess", "assess_many", "chosen_regulations", "columns", "report"]
