"""Which findings still matter: the smallest sets that would change an outcome.

Candidates are all sets of up to three unknown (or disputed) findings, in both directions, and, for
grounds nobody raised, the minimal completions of each norm, its exception and the contrary of what
it presupposes. Every candidate is then evaluated: all of them in one batch of bit planes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .assess import assess, assess_many, chosen_regulations
from .conditions import Has, Leaf
from .conditions.findings import LeafSet, finding_json
from .hypotheticals import RegulationChange, compared, with_findings
from .hypotheticals.required_sets import UNKNOWN_SIZE, UNRAISED_SIZE, Search
from .model import Matter, Verdict
from .standing import Basis

if TYPE_CHECKING:
    from .corpus import Corpus
    from .program import Program

__all__ = ["Requirement", "Requires", "requires"]

#: How many candidate sets are evaluated, and how many the answer lists, unless the caller says.
CANDIDATES, LISTED = 50_000, 100


@dataclass(frozen=True, slots=True)
class Requirement:
    """Findings that together change an outcome: no part of them does so in that regulation.

    `findings` holds `Has(g)` (establish) and `Lacks(g)` (refute); `unraised` are those of its
    grounds that nobody has raised yet; `changes` the regulations whose outcome changes.
    """

    findings: tuple[Leaf, ...]
    unraised: tuple[str, ...]
    changes: tuple[RegulationChange, ...]


@dataclass(frozen=True, slots=True)
class Requires:
    """What would still change the outcome of a matter, smallest sets first.

    Attributes:
        matter, verdict: the matter as it is and its verdict.
        requirements: ranked: smallest first, unknown before not raised, then by how many
            regulations change; doubts about opening words nobody contested last in each size.
        without_effect: unknown findings that are in no listed or left-out set: whatever is found
            on them, alone or with two others, no outcome changes.
        evaluated: how many candidate sets were evaluated.
        left_out: how many candidates or results the limits left out.
        larger: True where a norm lacks more findings than are tried together, so that larger sets
            than those listed could change an outcome too.
    """

    corpus: Corpus
    matter: Matter
    verdict: Verdict
    requirements: tuple[Requirement, ...]
    without_effect: tuple[str, ...]
    evaluated: int
    left_out: int
    larger: bool

    columns: ClassVar[tuple[str, ...]] = (
        "set",
        "establish",
        "refute",
        "not_raised",
        "regulation",
        "from",
        "to",
    )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The answer as rows under `columns`: one for each set and regulation whose outcome it changes."""
        for number, one in enumerate(self.requirements, 1):
            establish = [leaf.ground for leaf in one.findings if isinstance(leaf, Has)]
            refute = [leaf.ground for leaf in one.findings if not isinstance(leaf, Has)]
            for change in one.changes:
                if change.changed:
                    yield (
                        number, establish, refute, one.unraised, change.regulation, change.before, change.after,
                    )  # fmt: skip

    @property
    def beside(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Of the findings without effect, those on which a clause beside the outcome hangs.

        A ground with the provisions, still undetermined, that would apply or not by what is found on it:
        a waiver that is only permitted, a sanction, a duty to report. No outcome changes with them.
        """
        found: dict[str, dict[str, None]] = {}
        for result in self.verdict.results:
            for norm in result.norms:
                if norm.status == "undetermined":
                    for ground in norm.depends_on:
                        found.setdefault(ground, {})[norm.provision] = None
        return tuple((g, tuple(found[g])) for g in self.without_effect if g in found)

    @property
    def truncated(self) -> bool:
        """True when a limit left something out."""
        return self.left_out > 0

    def to_json(self) -> dict[str, Any]:
        """The answer as plain JSON values.

        `{"matter", "outcomes": {slug: code}, "sets": [{"findings": [{"ground", "status":
        "established|refuted", "raised": bool, "label"}], "changes": [{"regulation", "from", "to",
        "changed", "norms": [{"norm", "provision", "from", "to", "because", "citation", "quote",
        …}]}]}], "without_effect": [ground], "beside": [{"ground", "provisions": [id]}], "evaluated",
        "truncated", "left_out", "bounds": {"unknown", "not_raised", "larger_possible"}}`. The `norms` of
        a change are the clauses that make the question relevant.
        """
        corpus = self.corpus
        return {
            "matter": self.matter.id,
            "outcomes": {r.regulation: r.outcome for r in self.verdict.results},
            "sets": [
                {
                    "findings": [
                        finding_json(leaf)
                        | {
                            "raised": leaf.ground not in one.unraised,
                            "label": corpus.grounds[leaf.ground].label.to_json(),
                        }
                        for leaf in one.findings
                    ],
                    "changes": [change.to_json(corpus) for change in one.changes],
                }
                for one in self.requirements
            ],
            "without_effect": list(self.without_effect),
            "beside": [
                {"ground": ground, "provisions": list(provisions)} for ground, provisions in self.beside
            ],
            "evaluated": self.evaluated,
            "truncated": self.truncated,
            "left_out": self.left_out,
            "bounds": {
                "unknown": UNKNOWN_SIZE,
                "not_raised": UNRAISED_SIZE,
                "larger_possible": self.larger,
            },
        }

    def to_text(self, lang: str = "zh", width: int = 92) -> str:
        """The answer for people."""
        from .hypotheticals.text import render_requires

        return render_requires(self, lang, width)


def requires(
    corpus: Corpus,
    program: Program,
    matter: Matter,
    regulations: Iterable[str] | None = None,
    *,
    candidates: int = CANDIDATES,
    limit: int = LISTED,
) -> Requires:
    """The smallest sets of findings that would change the outcome of a regulation, ranked.

    Args:
        corpus, program: the compiled law and its program.
        matter: the findings as they are.
        regulations: slugs; all assessed ones by default.
        candidates: how many sets are evaluated at most.
        limit: how many sets the answer lists at most.

    Raises:
        UsageError: no such regulation.
        InputError: a ground or role that the vocabulary does not know.
    """
    slugs = chosen_regulations(corpus, regulations)
    verdict = assess(corpus, program, matter, slugs)
    search = Search(corpus, program, Basis(corpus, matter), verdict, slugs)
    found = search.run(candidates)
    ranked = sorted(found, key=lambda one: search.rank(one, found[one]))
    listed = {one: found[one] for one in ranked[:limit]}
    return Requires(
        corpus,
        matter,
        verdict,
        tuple(_explained(search, matter, listed)),
        () if search.skipped else tuple(g for g in search.open if g not in search.concerned),
        search.evaluated,
        search.skipped + len(found) - len(listed),
        search.cut,
    )


def _explained(
    search: Search, matter: Matter, listed: dict[LeafSet, dict[str, str]]
) -> Iterator[Requirement]:
    """The sets as requirements: each asked of the engine once more, and compared norm by norm."""
    corpus = search.corpus
    place = corpus.ground_order
    supposed = [with_findings(corpus, matter, one, settle=True) for one in listed]
    verdicts = assess_many(corpus, search.program, supposed, search.slugs)
    for (one, outcomes), other, verdict in zip(listed.items(), supposed, verdicts, strict=True):
        new = Basis(corpus, other)
        yield Requirement(
            findings=tuple(sorted(one, key=lambda leaf: place[leaf.ground])),
            unraised=tuple(sorted(search.unraised(one), key=place.__getitem__)),
            changes=tuple(
                compared(corpus, search.verdict.of(slug), verdict.of(slug), search.basis, new)
                for slug in search.slugs
                if slug in outcomes
            ),
        )
