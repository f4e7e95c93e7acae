"""The verbs about a matter: what a person did in a role, and what the regulations say of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..model import Matter, Text, Verdict
from .opened import Opened

if TYPE_CHECKING:
    import pandas

    from ..assess import Engine
    from ..duties import Duties
    from ..opinion import Opinion
    from ..proof import Proof
    from ..requires import Requires
    from ..what_if import WhatIf

__all__ = ["OfMatters"]

MatterLike = Matter | Mapping[str, Any]


class OfMatters(Opened):
    """What can be asked about a matter."""

    def matter(self, matter: MatterLike) -> Matter:
        """The matter, read from plain data shaped like the JSON where it is none yet.

        Raises InputError, with every problem, for data that is not one matter.
        """
        if isinstance(matter, Matter):
            return matter
        from ..errors import InputError
        from ..matters import matters_of

        found = matters_of(matter, self.corpus)
        if len(found) != 1:
            raise InputError(
                Text(
                    f"这里需要一个事项，却有 {len(found)} 个", f"one matter is needed here, not {len(found)}"
                )
            )
        return found[0]

    def assess(
        self,
        matter: MatterLike,
        regulations: Iterable[str] | None = None,
        engine: Engine = "compiled",
    ) -> Verdict:
        """The verdict on one matter: under each regulation the outcome, and the norms behind it.

        Args:
            matter: a `Matter`, or a dict shaped like its JSON.
            regulations: slugs; by default all that are assessed.
            engine: "compiled", or "reference" (OWL 2 RL and SPARQL; the same answer, slowly).

        Raises:
            InputError: an unknown ground, role or status.
            UsageError: an unknown regulation or engine.

        >>> from kg_query import KnowledgeGraph
        >>> kg = KnowledgeGraph.open()
        >>> verdict = kg.assess(
        ...     {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]})
        >>> verdict.of("nanmu").outcome
        'duty_fulfilled'
        """
        from ..assess import assess

        return assess(self.corpus, self.program, self.matter(matter), regulations, engine)

    def assess_many(
        self, matters: Iterable[MatterLike], regulations: Iterable[str] | None = None
    ) -> Iterator[Verdict]:
        """The verdicts on many matters, in their order, computed in blocks."""
        from ..assess import assess_many

        return assess_many(self.corpus, self.program, (self.matter(m) for m in matters), regulations)

    def verdicts(
        self,
        matters: Iterable[MatterLike],
        regulations: Iterable[str] | None = None,
        engine: Engine = "compiled",
    ) -> list[Verdict]:
        """The verdicts on many matters with one engine or the other; arguments and errors as for `assess`."""
        if engine == "compiled":
            return list(self.assess_many(matters, regulations))
        slugs = None if regulations is None else list(regulations)
        return [self.assess(matter, slugs, engine) for matter in matters]

    def assess_df(
        self,
        matters: MatterLike | str | Path | Iterable[MatterLike | str | Path],
        regulations: Iterable[str] | None = None,
    ) -> pandas.DataFrame:
        """The verdicts on many matters as a pandas table: one row for each matter under each regulation.

        Args:
            matters: matters, dicts shaped like their JSON, or paths of files of them; one or several.
            regulations: slugs; by default all that are assessed.

        Raises:
            InputError: a fault in a file or a matter.
            UsageError: an unknown regulation, or pandas is not installed.

        The columns are told by `kg_query.assess.frames.verdict_frame`.

        >>> from kg_query import KnowledgeGraph
        >>> table = KnowledgeGraph.open().assess_df(
        ...     {"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]}, ["nanmu"])
        >>> table[["matter", "regulation", "outcome"]].values.tolist()
        [['m1', 'nanmu', 'duty_fulfilled']]
        """
        from ..assess.frames import verdict_frame
        from ..matters import read_matters

        given = [matters] if isinstance(matters, (Matter, Mapping, str, Path)) else matters
        every: list[Matter] = []
        for one in given:
            every += read_matters(one, self.corpus) if isinstance(one, (str, Path)) else [self.matter(one)]
        return verdict_frame(self.corpus, every, self.assess_many(every, regulations))

    def explain(self, matter: MatterLike, regulation: str, provision: str | None = None) -> Proof:
        """The proof of one regulation's answer, or of one provision's fate in the matter."""
        from ..explain import explain

        return explain(self.corpus, self.program, self.matter(matter), regulation, provision)

    def opinion(self, matter: MatterLike, regulations: Iterable[str] | None = None) -> Opinion:
        """A reasoned opinion on a matter: facts, norms, application, conclusion, to be rendered and signed."""
        from ..opinion import opinion

        return opinion(self.corpus, self.program, self.matter(matter), regulations)

    def requires(self, matter: MatterLike, regulations: Iterable[str] | None = None) -> Requires:
        """The findings that would still change an outcome, ranked, smallest sets first."""
        from ..requires import requires

        return requires(self.corpus, self.program, self.matter(matter), regulations)

    def what_if(
        self,
        matter: MatterLike,
        establish: Iterable[str] = (),
        refute: Iterable[str] = (),
        *,
        unknown: Iterable[str] = (),
        withdraw: Iterable[str] = (),
        regulations: Iterable[str] | None = None,
    ) -> WhatIf:
        """The outcomes before and after a supposed change of findings, and what flipped."""
        from ..what_if import what_if

        return what_if(
            self.corpus, self.program, self.matter(matter), establish, refute, unknown, withdraw, regulations
        )

    def duties(
        self,
        matter: MatterLike,
        as_of: str | date | None = None,
        regulations: Iterable[str] | None = None,
    ) -> Duties:
        """The duties that follow a decision on tolerance, each with its period and what became of it.

        Args:
            matter: a `Matter`, or a dict shaped like its JSON; findings on events carry their day.
            as_of: the day asked about (ISO or a date); today by default.
            regulations: slugs; by default all that lay down such duties.

        Raises:
            InputError: an unknown ground, or a period into a year whose working days are not known.
            UsageError: a regulation that lays down no such duties.

        Source: the clauses that each duty names.

        >>> from kg_query import KnowledgeGraph
        >>> from kg_query.matters import read_matters
        >>> kg = KnowledgeGraph.open()
        >>> [matter] = read_matters("data/examples/duties/followed.json", kg.corpus)
        >>> kg.duties(matter, as_of="2025-01-15").breached
        False
        """
        from ..duties import follow, read_duties

        duties = read_duties(self.corpus, self.store)
        return follow(self.corpus, self.program, duties, self.matter(matter), as_of, regulations)
