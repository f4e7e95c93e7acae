"""Proof steps for condition trees: every branch, also the false and the open ones, to its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..conditions import AllOf, AnyOf, Has, Lacks, Leaf, Met, Tree, negate
from ..model import Finding, Text
from ..standing import Basis, Reason
from ..wording.citation import cite_text
from ..wording.dates import day_text
from ..wording.messages import both
from .proof import ProofNode

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["TreeSteps", "finding_text", "leaf_text", "quote_of"]

_STATUS = {"holds": "proven", "open": "open", "fails": "failed", "not_shown": "not_shown"}
_FOUND = {"established": "proven", "refuted": "proven", "unknown": "open"}


class TreeSteps:
    """Builds the steps of condition trees over the findings of one matter."""

    def __init__(self, corpus: Corpus, basis: Basis) -> None:
        self.corpus = corpus
        self.basis = basis

    def status(self, tree: Tree, presupposed: bool = False) -> str:
        """proven, open, failed or not_shown; what is presupposed holds unless it is refuted."""
        standing = self.basis.standing
        if presupposed:
            contrary = negate(tree)
            if standing.holds(contrary):
                return "failed"
            return "open" if standing.possible(contrary) else "proven"
        return _STATUS[standing.of(tree)]

    def members(self, tree: Tree, path: str, presupposed: bool = False) -> tuple[ProofNode, ...]:
        """The steps right below a tree that has a heading of its own: its members, or itself."""
        if isinstance(tree, (AllOf, AnyOf)) and tree.members:
            return tuple(
                self.step(member, f"{path}/{i}", presupposed) for i, member in enumerate(tree.members, 1)
            )
        return (self.step(tree, f"{path}/1", presupposed),)

    def step(self, tree: Tree, path: str, presupposed: bool = False) -> ProofNode:
        """The step of one tree, with everything below it."""
        status = self.status(tree, presupposed)
        match tree:
            case Has() | Lacks():
                return self._leaf(tree, path, status, presupposed)
            case Met(norm_id, inner, negated):
                norm = self.corpus.norms[norm_id]
                place = cite_text(self.corpus, norm.provision)
                return ProofNode(
                    path,
                    "reference",
                    status,
                    both("tree.not_met" if negated else "tree.met", place=place),
                    code="negated" if negated else None,
                    about=norm_id,
                    provision=norm.provision,
                    quote=quote_of(self.corpus, norm.provision),
                    children=self.members(inner, path, presupposed),
                )
            case AllOf(members):
                key = "tree.all_of" if members else "tree.always"
                return ProofNode(
                    path, "all_of", status, both(key), children=self._below(tree, path, presupposed)
                )
            case AnyOf(members):
                key = "tree.any_of" if members else "tree.never"
                return ProofNode(
                    path, "any_of", status, both(key), children=self._below(tree, path, presupposed)
                )
        raise TypeError(f"not a condition tree: {tree!r}")

    def _below(self, tree: AllOf | AnyOf, path: str, presupposed: bool) -> tuple[ProofNode, ...]:
        return self.members(tree, path, presupposed) if tree.members else ()

    def _leaf(self, leaf: Leaf, path: str, status: str, presupposed: bool) -> ProofNode:
        ground = leaf.ground
        wanted = isinstance(leaf, Has) is not presupposed
        code = self.basis.state(ground, wanted)
        if presupposed and code == "not_raised":
            code = "presumed"
        reasons = self.basis.reasons(ground, wanted)
        return ProofNode(
            path,
            "ground",
            status,
            leaf_text(self.corpus, leaf, code),
            code=code,
            about=ground,
            children=tuple(
                self._reason(ground, reason, f"{path}/finding/{i}") for i, reason in enumerate(reasons, 1)
            ),
        )

    def _reason(self, ground: str, reason: Reason, path: str) -> ProofNode:
        """A finding, and, where it is on another ground, how this one follows from it."""
        finding, labels = reason.finding, self.corpus.grounds
        inner = f"{path}/entailment/{finding.ground}" if reason.entailed else path
        step = ProofNode(
            f"{inner}/{finding.status}",
            "finding",
            _FOUND[finding.status],
            finding_text(self.corpus, finding),
            code=finding.status,
            about=finding.ground,
            finding=finding,
        )
        if not reason.entailed:
            return step
        falling = ground in self.corpus.narrower[finding.ground]
        narrower, broader = (ground, finding.ground) if falling else (finding.ground, ground)
        disputed = self.basis.state(ground) == "disputed"
        text = both(
            f"entails.{'disputed.' if disputed else ''}{finding.status}",
            narrower=labels[narrower].label,
            broader=labels[broader].label,
        )
        return ProofNode(inner, "entailment", step.status, text, step.code, about=ground, children=(step,))


def leaf_text(corpus: Corpus, leaf: Leaf, code: str) -> Text:
    """A leaf and where its ground stands, in words."""
    kind = "leaf" if isinstance(leaf, Has) else "leaf.not"
    return both(f"{kind}.{code}", ground=corpus.grounds[leaf.ground].label)


def finding_text(corpus: Corpus, finding: Finding) -> Text:
    """A finding in words, with what it rests on."""
    text = both(f"finding.{finding.status}", ground=corpus.grounds[finding.ground].label)
    details = [
        both(f"finding.{name}", value=day_text(value) if name == "date" else value)
        for name in ("evidence", "source", "date", "note")
        if (value := getattr(finding, name))
    ]
    if not details:
        return text
    joined = Text("；".join(d.zh for d in details), "; ".join(d.en for d in details))
    return both("finding.with", finding=text, details=joined)


def quote_of(corpus: Corpus, provision: str) -> Text | None:
    """The words of a unit in both languages; None where it has none of its own."""
    unit = corpus.provisions.get(provision)
    return unit.text if unit is not None else None
