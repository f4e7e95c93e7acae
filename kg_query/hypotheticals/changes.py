"""The same matter with other findings, and what became of each norm because of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..conditions import Has, Lacks, Leaf, leaves
from ..model import Finding, Matter, RegulationResult
from ..proof.trees import quote_of
from ..standing import Basis
from ..wording.citation import cite_text

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["LeafChange", "NormChange", "RegulationChange", "compared", "with_findings"]


@dataclass(frozen=True, slots=True)
class LeafChange:
    """A ground in a norm's trees that stands otherwise than before."""

    ground: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class NormChange:
    """A norm whose status changed, and why: its own grounds, or other norms (`through`)."""

    norm: str
    provision: str
    kind: str
    before: str
    after: str
    because: tuple[LeafChange, ...]
    through: tuple[str, ...]

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The change with the clause cited and quoted."""
        quote = quote_of(corpus, self.provision)
        return {
            "norm": self.norm,
            "provision": self.provision,
            "kind": self.kind,
            "from": self.before,
            "to": self.after,
            "because": [{"ground": c.ground, "from": c.before, "to": c.after} for c in self.because],
            "through": list(self.through),
            "citation": cite_text(corpus, self.provision).to_json(),
            "quote": quote.to_json() if quote else None,
        }


@dataclass(frozen=True, slots=True)
class RegulationChange:
    """One regulation before and after; `norms` are those whose status changed."""

    regulation: str
    before: str
    after: str
    norms: tuple[NormChange, ...]

    @property
    def changed(self) -> bool:
        """True when the principal outcome is another one."""
        return self.before != self.after

    def to_json(self, corpus: Corpus) -> dict[str, Any]:
        """The change as plain JSON values."""
        return {
            "regulation": self.regulation,
            "from": self.before,
            "to": self.after,
            "changed": self.changed,
            "norms": [n.to_json(corpus) for n in self.norms],
        }


def with_findings(
    corpus: Corpus,
    matter: Matter,
    wanted: Iterable[Leaf] = (),
    unknown: Iterable[str] = (),
    withdraw: Iterable[str] = (),
    settle: bool = False,
) -> Matter:
    """The matter with other findings in place of its own.

    Args:
        wanted: `Has(g)` establishes, `Lacks(g)` refutes; other findings on the same ground go.
        unknown: grounds that become unknown.
        withdraw: grounds on which nothing is found any more.
        settle: also drop findings that contradict the new ones by entailment, so that a dispute
            ends; without it the contradiction shows as disputed.
    """
    wanted = tuple(wanted)
    gone = {leaf.ground for leaf in wanted} | {*unknown} | {*withdraw}
    against = {
        (ground, "refuted" if isinstance(leaf, Has) else "established")
        for leaf in wanted
        for ground in (corpus.broader if isinstance(leaf, Has) else corpus.narrower)[leaf.ground]
    }
    kept = [
        f
        for f in matter.findings
        if f.ground not in gone and not (settle and (f.ground, f.status) in against)
    ]
    new = [Finding(x.ground, "established" if isinstance(x, Has) else "refuted") for x in wanted]
    new += [Finding(ground, "unknown") for ground in dict.fromkeys(unknown)]
    role = matter.role
    if role and f"role_{role.removeprefix('role_')}" in gone:
        role = None
    return replace(matter, findings=(*kept, *new), role=role)


def compared(
    corpus: Corpus,
    before: RegulationResult,
    after: RegulationResult,
    old: Basis,
    new: Basis,
) -> RegulationChange:
    """What changed in one regulation between two answers, norm by norm, in document order."""
    rows = {row.norm: row for row in after.norms}
    changed = [row for row in before.norms if rows[row.norm].status != row.status]
    moved = {row.norm for row in changed}
    norms = []
    for row in changed:
        norm = corpus.norms[row.norm]
        flips: dict[str, LeafChange] = {}
        for tree, presupposed in (
            (norm.presupposes, True),
            (norm.condition, False),
            (norm.exception, False),
        ):
            for leaf in leaves(tree):
                positive = isinstance(leaf, Lacks) if presupposed else isinstance(leaf, Has)
                states = old.state(leaf.ground, positive), new.state(leaf.ground, positive)
                if states[0] != states[1]:
                    flips.setdefault(leaf.ground, LeafChange(leaf.ground, *states))
        through = [
            corpus.norms[o.prevailing].provision
            for o in corpus.overrides_of.get(norm.regulation, ())
            if o.defeated == norm.id and o.prevailing in moved
        ]
        if norm.follows:
            through += [r.provision for r in changed if r.outcome in norm.follows]
        norms.append(
            NormChange(
                norm=row.norm,
                provision=row.provision,
                kind=row.kind,
                before=row.status,
                after=rows[row.norm].status,
                because=tuple(flips.values()),
                through=tuple(dict.fromkeys(through)),
            )
        )
    return RegulationChange(before.regulation, before.outcome, after.outcome, tuple(norms))
