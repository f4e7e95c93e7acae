"""The room of comparison: regulations side by side, by ground, clause, case, scenario and procedure.

`comparison` holds what is compared, `report` makes a document of it and `rdf` a graph; `pages` lays out the
parts. Each part has a module that gives its value, and others below it:

* grounds: `matrix` (how every two regulations relate), over `cells` (what a finding does in one of them);
* clauses: `clauses`, over `units` (what is laid side by side), `words` (alike in words), `emended` (misprints),
  `clause_pairs` and `norm_pairs` (the values, and the relation in law);
* scenarios: `scenarios`, over `search` (all small sets of findings) and `claims` (larger ones), `stands` (where
  a regulation stands on a set), `roles` (which norms play a part);
* case: `cases`, over the same search;
* scenarios and cases alike: `answers` (what one regulation says, by which clauses), `why` (in a sentence);
* procedure: `procedure`, over `topics`, `occasions` and `said` (an occasion in words);
* figures: `measures`, over `strictness`.
"""

from __future__ import annotations

from .comparison import Comparison
from .report import PARTS, Part, Report, Wanted

__all__ = ["PARTS", "Comparison", "Part", "Report", "Wanted"]
