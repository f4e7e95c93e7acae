"""Parts of a comparison narrowed to the rows that a reader asks for: the same for pages, reports and tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from ..errors import UsageError, did_you_mean, known_words
from ..inputs import shown
from ..model import Text
from .clause_pairs import Wording
from .matrix import RELATIONS
from .procedure import DIFFERENCES as _DIFFERENCES
from .scenarios import KINDS
from .strictness import Scope

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .clauses import ClauseComparison
    from .matrix import GroundMatrix, GroundRow
    from .measures import Measures
    from .procedure import ProcedureComparison
    from .scenarios import Scenarios

__all__ = ["DIFFERENCES", "NARROWING", "SCOPES", "WORDINGS", "Narrow", "topic_group"]

WORDINGS: tuple[str, ...] = get_args(Wording)
SCOPES: tuple[str, ...] = get_args(Scope)
#: Kinds of differences in procedure that are rows of their own.
DIFFERENCES: tuple[str, ...] = tuple(kind for kind in _DIFFERENCES if kind not in ("silent", "both_silent"))
#: What narrows, and the parts that heed it.
NARROWING: Mapping[str, tuple[str, ...]] = {
    "q": ("grounds",),
    "shared": ("grounds",),
    "relation": ("grounds",),
    "wording": ("clauses",),
    "group": ("procedure",),
    "scope": ("measures",),
    "pair": ("clauses", "scenarios", "procedure"),
    "kind": ("scenarios", "procedure"),
}
#: Between the two regulations of a pair.
BETWEEN = "~"


def topic_group(identifier: str) -> str:
    """What addresses call a group of topics of procedure.

    >>> topic_group("https://example.org/id/topics_deciding")
    'deciding'
    """
    return identifier.rpartition("/")[2].removeprefix("topics_")


@dataclass(frozen=True, slots=True)
class Narrow:
    """Which rows of a comparison are wanted; by default all of them.

    Attributes:
        words: of the names of grounds: rows with all of them.
        shared: only findings that two of the regulations at least listen to.
        relation: only findings on which some two regulations stand so (`matrix.RELATIONS`).
        wording: only clauses that are alike in words so (`WORDINGS`).
        group: only topics of procedure of this group.
        pair: only what concerns these regulations and no other.
        kind: only scenarios, or differences in procedure, of this kind.
        scope: only the order of strictness over these situations.
    """

    words: str = ""
    shared: bool = False
    relation: str | None = None
    wording: str | None = None
    group: str | None = None
    pair: tuple[str, ...] = ()
    kind: str | None = None
    scope: str | None = None

    @classmethod
    def asked(cls, corpus: Corpus, parts: Collection[str], given: Mapping[str, Any]) -> Narrow:
        """What the options of `NARROWING` ask for.

        Args:
            corpus: the compiled law, for the regulations that a pair may name.
            parts: of the comparison.
            given: the options that are given; `pair` is "SLUG~SLUG".

        Raises UsageError for a word that is not known.
        """
        some = {name: value for name, value in given.items() if value}
        kinds = [*(KINDS if "scenarios" in parts else ()), *(DIFFERENCES if "procedure" in parts else ())]
        pair = tuple(some.get("pair", "").split(BETWEEN)) if some.get("pair") else ()
        _known("relation", [some.get("relation")], RELATIONS)
        _known("wording", [some.get("wording")], WORDINGS)
        _known("scope", [some.get("scope")], SCOPES)
        _known("kind", [some.get("kind")], kinds)
        _known("pair", pair[:2] if len(pair) == 2 else [some.get("pair")], corpus.assessed)
        return cls(
            some.get("q", ""),
            bool(some.get("shared")),
            some.get("relation"),
            some.get("wording"),
            some.get("group"),
            pair,
            some.get("kind"),
            some.get("scope"),
        )

    # --- rows -----------------------------------------------------------------------------

    def finding(self, names: Iterable[str], heard: int, relations: Collection[str]) -> bool:
        """Whether a row of the matrix is wanted: names of its ground, how many listen to it, how they stand."""
        said = " ".join(names).casefold()
        return (
            (not self.shared or heard > 1)
            and all(word in said for word in self.words.casefold().split())
            and (self.relation is None or self.relation in relations)
        )

    def between(self, regulations: Iterable[str]) -> bool:
        """Whether a row about these regulations is wanted."""
        return not self.pair or set(regulations) <= set(self.pair)

    def of_kind(self, kind: str, known: Collection[str]) -> bool:
        """Whether a row of this kind is wanted; a kind that is none of the known ones narrows something else."""
        return self.kind is None or self.kind not in known or self.kind == kind

    # --- parts ----------------------------------------------------------------------------

    def applied(self, part: str, value: Any) -> Any:
        """The value of a part of a comparison with the rows that are wanted."""
        if self == Narrow():
            return value
        narrowed: Mapping[str, Callable[[Any], Any]] = {
            "grounds": self._grounds, "clauses": self._clauses, "scenarios": self._scenarios,
            "procedure": self._procedure, "measures": self._measures,
        }  # fmt: skip
        return narrowed[part](value) if part in narrowed else value

    def _grounds(self, value: GroundMatrix) -> GroundMatrix:
        return replace(value, rows=tuple(row for row in value.rows if self._row(row)))

    def _row(self, row: GroundRow) -> bool:
        heard = sum(not cell.silent for cell in row.cells.values())
        names = (row.label.zh, row.label.en, row.ground)
        return self.finding(names, heard, {one.relation for one in row.relations})

    def _clauses(self, value: ClauseComparison) -> ClauseComparison:
        corpus = value.corpus

        def near(*provisions: str) -> bool:
            return self.between(corpus.provisions[one].regulation for one in provisions)

        return replace(
            value,
            titles=tuple(one for one in value.titles if self.between((one.a, one.b))),
            pairs=tuple(
                one for one in value.pairs if near(one.a, one.b) and self.wording in (None, one.wording)
            ),
            in_law_only=tuple(one for one in value.in_law_only if near(*one.provisions(corpus))),
            overlapping=tuple(one for one in value.overlapping if near(*one.provisions(corpus))),
            unique={slug: some for slug, some in value.unique.items() if self.between((slug,))},
        )

    def _scenarios(self, value: Scenarios) -> Scenarios:
        return replace(
            value,
            pairs=tuple(
                replace(pair, scenarios=tuple(s for s in pair.scenarios if self.of_kind(s.kind, KINDS)))
                for pair in value.pairs
                if self.between(pair.regulations)
            ),
        )

    def _procedure(self, value: ProcedureComparison) -> ProcedureComparison:
        _known("group", [self.group], list(dict.fromkeys(topic_group(t.group.id) for t in value.topics)))
        return replace(
            value,
            topics=tuple(t for t in value.topics if self.group in (None, topic_group(t.group.id))),
            between=self.pair,
            only=next((kind for kind in _DIFFERENCES if kind == self.kind and kind in DIFFERENCES), None),
        )

    def _measures(self, value: Measures) -> Measures:
        return replace(
            value, strictness=tuple(one for one in value.strictness if self.scope in (None, one.scope))
        )


def _known(name: str, values: Iterable[str | None], known: Collection[str]) -> None:
    for value in values:
        if value is not None and value not in known:
            raise UsageError(
                Text(f"{name} 不能是“{shown(value)}”", f"{name} cannot be “{shown(value)}”"),
                hint=did_you_mean(value, known) or known_words(known),
            )
