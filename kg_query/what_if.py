"""The outcome before and after a change of findings, and what flipped.

`what_if` asks the engine twice, on the matter as it is and on the matter as supposed, and compares
the two answers norm by norm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from .assess import assess
from .conditions import Has, Lacks, Leaf
from .errors import InputError, Problem, UsageError, did_you_mean
from .hypotheticals import RegulationChange, compared, with_findings
from .model import Matter, Text, Verdict
from .standing import Basis
from .wording.messages import both

if TYPE_CHECKING:
    from .corpus import Corpus
    from .program import Program

__all__ = ["WhatIf", "what_if"]


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A supposed change of findings and what it does, regulation by regulation.

    Attributes:
        matter, supposed: the matter as it is, and as supposed.
        established, refuted, unknown, withdrawn: the grounds supposed to be so.
        before, after: the two verdicts.
        changes: one for each regulation, changed or not.
    """

    corpus: Corpus
    matter: Matter
    supposed: Matter
    established: tuple[str, ...]
    refuted: tuple[str, ...]
    unknown: tuple[str, ...]
    withdrawn: tuple[str, ...]
    before: Verdict
    after: Verdict
    changes: tuple[RegulationChange, ...]

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON values.

        `{"matter", "supposed": {"established", "refuted", "unknown", "withdrawn"}, "results":
        [{"regulation", "from", "to", "changed", "norms": [{"norm", "provision", "kind", "from",
        "to", "because": [{"ground", "from", "to"}], "through": [provision], "citation",
        "quote"}]}], "before": VERDICT, "after": VERDICT}`, where a VERDICT is that of `assess`.
        """
        return {
            "matter": self.matter.id,
            "supposed": {
                "established": list(self.established),
                "refuted": list(self.refuted),
                "unknown": list(self.unknown),
                "withdrawn": list(self.withdrawn),
            },
            "results": [c.to_json(self.corpus) for c in self.changes],
            "before": self.before.to_json(),
            "after": self.after.to_json(),
        }

    columns: ClassVar[tuple[str, ...]] = (
        "regulation",
        "from",
        "to",
        "provision",
        "norm_from",
        "norm_to",
        "because",
    )

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The comparison as rows under `columns`: one for each norm that flipped, or one for a regulation."""
        for change in self.changes:
            outcome = (change.regulation, change.before, change.after)
            for norm in change.norms:
                because = [leaf.ground for leaf in norm.because]
                yield (*outcome, norm.provision, norm.before, norm.after, because)
            if not change.norms:
                yield (*outcome, None, None, None, ())

    def to_text(self, lang: str = "zh", width: int = 92) -> str:
        """The comparison for people."""
        from .hypotheticals.text import render_what_if

        return render_what_if(self, lang, width)


def what_if(
    corpus: Corpus,
    program: Program,
    matter: Matter,
    establish: Iterable[str] = (),
    refute: Iterable[str] = (),
    unknown: Iterable[str] = (),
    withdraw: Iterable[str] = (),
    regulations: Iterable[str] | None = None,
) -> WhatIf:
    """The outcomes before and after a supposed change of findings, with every norm that flipped.

    Args:
        corpus, program: the compiled law and its program.
        matter: the matter as it is.
        establish, refute, unknown: grounds supposed to be found so; a finding on the same ground
            gives way. A supposition that contradicts another finding makes the ground disputed.
        withdraw: grounds on which nothing is supposed to be found.
        regulations: slugs; all assessed ones by default.

    Raises:
        UsageError: nothing is supposed, or one ground is supposed in two ways, or no such
            regulation.
        InputError: a ground that the vocabulary does not know.
    """
    supposed = [tuple(dict.fromkeys(some)) for some in (establish, refute, unknown, withdraw)]
    _check(corpus, supposed)
    leaves: list[Leaf] = [*map(Has, supposed[0]), *map(Lacks, supposed[1])]
    other = with_findings(corpus, matter, leaves, supposed[2], supposed[3])
    slugs = None if regulations is None else tuple(regulations)
    before, after = (assess(corpus, program, m, slugs) for m in (matter, other))
    old, new = Basis(corpus, matter), Basis(corpus, other)
    return WhatIf(
        corpus=corpus,
        matter=matter,
        supposed=other,
        established=supposed[0],
        refuted=supposed[1],
        unknown=supposed[2],
        withdrawn=supposed[3],
        before=before,
        after=after,
        changes=tuple(
            compared(corpus, a, b, old, new) for a, b in zip(before.results, after.results, strict=True)
        ),
    )


def _near(corpus: Corpus, word: str, labels: dict[str, str]) -> Text | None:
    """The id that a label stands for, or the nearest ids."""
    if word in labels:
        return Text(f"请写标识符：{labels[word]}", f"Write the id: {labels[word]}")
    return did_you_mean(word, {g: g for g in corpus.grounds} | labels)


def _check(corpus: Corpus, supposed: list[tuple[str, ...]]) -> None:
    named = [ground for some in supposed for ground in some]
    if not named:
        raise UsageError(both("what_if.nothing"))
    labels_of = {label: g.id for g in corpus.grounds.values() for label in (g.label.zh, g.label.en)}
    problems = [
        Problem(Text(f"未知事由：{g}", f"unknown ground: {g}"), None, _near(corpus, g, labels_of))
        for g in named
        if g not in corpus.grounds
    ]
    if problems:
        raise InputError.collect(problems)
    twice = [g for g in dict.fromkeys(named) if named.count(g) > 1]
    if twice:
        labels = [both("quoted", text=corpus.grounds[g].label) for g in twice]
        raise UsageError(both("what_if.twice", grounds=labels))
