"""One matter under several regulations: where they part, on which of its findings, by which clauses.

For every two regulations that come to different results, the smallest subsets of the matter's findings
on which they stand to each other as on the whole matter say what the divergence turns on; the clauses
that decide say why. A proof of each regulation's answer goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb
from typing import TYPE_CHECKING, Any

from ..assess import assess, chosen_regulations, columns
from ..explain import explain
from ..model import Finding, Matter, Text, Verdict
from ..program.planes import bits
from ..standing import findings_of
from .answers import Answer, Answers
from .search import Pair, Search
from .stands import SILENT, Stand, kind_of, stands_of
from .why import why

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..program import Program
    from ..proof import Proof

__all__ = ["CaseComparison", "Divergence", "compare_case"]

#: How many subsets of the findings are tried for two regulations before it is left at a smaller part.
MOST = 60_000


@dataclass(frozen=True, slots=True)
class Divergence:
    """Two regulations that come to different results in a matter.

    Attributes:
        kind: "opposite", "excepted", "degree" or "silent"; "undetermined" or "conflict" where that is
            the result of one of them.
        answers: what each says, by which clauses.
        findings: the smallest subsets of the matter's findings that make them part in this way.
        cut: True where there may be more of them.
        why: one sentence on why they part.
    """

    kind: str
    answers: tuple[Answer, Answer]
    findings: tuple[tuple[Finding, ...], ...]
    cut: bool
    why: Text

    @property
    def regulations(self) -> Pair:
        """The two slugs."""
        return self.answers[0].regulation, self.answers[1].regulation

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The divergence as plain JSON values."""
        return {
            "regulations": list(self.regulations),
            "kind": self.kind,
            "smallest": [[{"ground": f.ground, "status": f.status} for f in one] for one in self.findings],
            "cut": self.cut,
            "answers": [a.to_json(corpus) for a in self.answers],
            "why": self.why.to_json(),
        }


@dataclass(frozen=True, slots=True)
class CaseComparison:
    """One matter under several regulations.

    Attributes:
        matter, verdict: the matter and the answer of each regulation.
        answers: the clauses that decide, regulation by regulation.
        divergences: the pairs that part, in the order of the corpus.
        agreeing: the pairs that do not: the same outcome, or one that comes to the same.
        proofs: slug → the proof of its answer.
    """

    corpus: Corpus
    matter: Matter
    verdict: Verdict
    answers: tuple[Answer, ...]
    divergences: tuple[Divergence, ...]
    agreeing: tuple[Pair, ...]
    proofs: dict[str, Proof]

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON values; each proof in the form of `kgq explain --format json`."""
        return {
            "matter": self.matter.id,
            "results": [r.to_json() for r in self.verdict.results],
            "divergences": [d.to_json(self.corpus) for d in self.divergences],
            "agreeing": [list(pair) for pair in self.agreeing],
            "proofs": {slug: proof.to_json() for slug, proof in self.proofs.items()},
        }


def compare_case(
    corpus: Corpus, program: Program, matter: Matter, regulations: Iterable[str] | None = None
) -> CaseComparison:
    """One matter under the regulations, and what explains every divergence.

    Args:
        corpus, program: the compiled law and its program.
        matter: the findings; a role counts as one.
        regulations: slugs; all assessed ones by default.

    Raises UsageError for a regulation that is not assessed, InputError for an unknown ground or role.
    """
    slugs = chosen_regulations(corpus, regulations)
    verdict = assess(corpus, program, matter, slugs)
    case = _Case(corpus, program, matter, slugs)
    answers = dict(zip(slugs, case.answers.of_matter(matter, verdict, case.whole), strict=True))
    divergences: list[Divergence] = []
    agreeing: list[Pair] = []
    for pair in combinations(slugs, 2):
        kind = case.kind(pair)
        if kind is None:
            agreeing.append(pair)
            continue
        sets, cut = case.smallest(pair)
        both = answers[pair[0]], answers[pair[1]]
        divergences.append(Divergence(kind, both, sets, cut, why(corpus, kind, both)))
    proofs = {slug: explain(corpus, program, matter, slug, verdict=verdict) for slug in slugs}
    return CaseComparison(
        corpus, matter, verdict, tuple(answers.values()), tuple(divergences), tuple(agreeing), proofs
    )


class _Case:
    """The subsets of one matter's findings under several regulations."""

    def __init__(self, corpus: Corpus, program: Program, matter: Matter, slugs: tuple[str, ...]) -> None:
        self.corpus, self.program, self.matter = corpus, program, matter
        self.search = Search(corpus, program, slugs, catch_all=True)
        self.answers = Answers(self.search)
        self.findings = tuple(dict.fromkeys(findings_of(corpus, matter)))
        self.whole = {slug: rows[0] for slug, rows in self._stands([self.findings], slugs).items()}

    def kind(self, pair: Pair) -> str | None:
        """How two regulations part on the whole matter; None where they do not."""
        a, b = (self.whole[slug] for slug in pair)
        if a.outcome == b.outcome:
            return None
        for code in ("conflict", "undetermined"):
            if code in (a.outcome, b.outcome):
                return code
        return kind_of(self.corpus, a, b)

    def smallest(self, pair: Pair) -> tuple[tuple[tuple[Finding, ...], ...], bool]:
        """The smallest subsets of the findings on which two regulations stand as on all of them.

        Findings that neither regulation speaks of are left aside. Where there are too many subsets, one
        part that cannot be made smaller is given (and `True`).
        """
        wanted = self.whole[pair[0]], self.whole[pair[1]]
        some = [f for f in self.findings if any(self.answers.listens(slug, f.ground) for slug in pair)]
        found: list[frozenset[Finding]] = []
        tried = 0
        for size in range(1, len(some) + 1):
            if tried + comb(len(some), size) > MOST:
                return (*map(self._ordered, found), *(() if found else (self._part(pair, some),))), True
            tried += comb(len(some), size)
            sets = [one for one in combinations(some, size) if not any(less <= {*one} for less in found)]
            found += [frozenset(one) for one in self._alike(pair, sets, wanted)]
        return tuple(map(self._ordered, found)), False

    def _alike(
        self, pair: Pair, sets: list[tuple[Finding, ...]], wanted: tuple[Stand, Stand]
    ) -> Iterator[tuple[Finding, ...]]:
        rows = self._stands(sets, pair)
        for i, one in enumerate(sets):
            if (rows[pair[0]][i], rows[pair[1]][i]) == wanted:
                yield one

    def _part(self, pair: Pair, some: list[Finding]) -> tuple[Finding, ...]:
        """A part of the findings that cannot be made smaller, one finding at a time, from the last on."""
        wanted = self.whole[pair[0]], self.whole[pair[1]]
        for finding in reversed(list(some)):
            less = [f for f in some if f != finding]
            if any(self._alike(pair, [tuple(less)], wanted)):
                some = less
        return tuple(some)

    def _ordered(self, one: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(sorted(one, key=self.findings.index))

    def _stands(self, sets: list[tuple[Finding, ...]], slugs: Iterable[str]) -> dict[str, list[Stand]]:
        """slug → its stand on each set of findings."""
        if not sets:
            return {slug: [] for slug in slugs}
        bare = replace(self.matter, role=None)
        planes = self.program.run(
            *columns(self.corpus, [replace(bare, findings=one) for one in sets]), len(sets), slugs
        )
        found = stands_of(self.corpus, self.search.reliefs, planes, slugs)
        rows: dict[str, list[Stand]] = {}
        for slug in slugs:
            rows[slug] = [Stand(SILENT)] * len(sets)
            for stand, plane in found[slug].items():
                for i in bits(plane):
                    rows[slug][i] = stand
        return rows
