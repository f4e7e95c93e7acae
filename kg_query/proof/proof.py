"""The proof: one tree of one kind of node, for what is shown, what fails, what is open.

The same tree says why and why not. It is a value: `kg_query.explain` builds it, and
`kg_query.proof.text` (for people) and `kg_query.proof.rdf` (PROV-O) show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..model import Finding, Text

__all__ = ["FORMAT", "Proof", "ProofNode"]

#: The name of the JSON form; a change of its meaning changes the number.
FORMAT = "kg-query/proof/1"


@dataclass(frozen=True, slots=True)
class ProofNode:
    """One step of a proof.

    Attributes:
        id: the step's address inside the proof, a path:
            `nanmu/result/duty_fulfilled/art_9__point_4/condition/2`.
        role: what kind of step it is:
            `conclusion` (the root: outcome of the regulation, or fate of a provision),
            `result` (one outcome and the norms that give it), `further` (results that follow),
            `open` (norms not yet decided), `set_aside` (blocked and defeated norms), `nearest`
            (norms that come closest), `norm`, `clause` (quoted text), `nature` (kind, modality
            and who decides), `presupposition`, `condition`, `exception`, `follows`, `all_of`,
            `any_of`, `reference` (the condition of another norm), `ground`, `entailment` (how a
            ground follows from a finding on another), `finding`, `override`, `no_override` (nothing stands in the way; what was considered below it),
            `reading`, `deadline`, `lacking` (what would have to be shown), `application` (the
            conclusion on one norm), `unmodelled`, `in_scope`, `in_force`, `unused`.
        status: `proven`, `failed`, `open`, `not_shown`, or `noted` where nothing is claimed.
        text: the step in words, in both languages.
        code: the machine's word for the step: an outcome, a norm's status, a finding's status,
            `blocks`, `presumed` …; None where there is none.
        about: the id of what the step is about: a norm, ground, provision, outcome, reading …
        provision: the unit it rests on, where there is one.
        quote: the words of that unit.
        finding: what was found, for a `finding` step.
        children: the steps it rests on.
    """

    id: str
    role: str
    status: str
    text: Text
    code: str | None = None
    about: str | None = None
    provision: str | None = None
    quote: Text | None = None
    finding: Finding | None = None
    children: tuple[ProofNode, ...] = ()

    def walk(self) -> Iterator[ProofNode]:
        """This step and all below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    def to_json(self) -> dict[str, Any]:
        """The step as plain JSON values; see `Proof.to_json`."""
        return {
            "id": self.id,
            "role": self.role,
            "status": self.status,
            "code": self.code,
            "about": self.about,
            "provision": self.provision,
            "text": self.text.to_json(),
            "quote": self.quote.to_json() if self.quote else None,
            "finding": _finding(self.finding) if self.finding else None,
            "children": [child.to_json() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Proof:
    """Why one regulation answers a matter as it does, or why a provision does or does not apply.

    Attributes:
        matter: the matter's id.
        regulation: the regulation's slug.
        provision: the provision asked about; None for the whole regulation.
        outcome: the principal outcome of the regulation.
        title: what the proof answers, in both languages.
        root: the conclusion, with everything it rests on below it.
    """

    matter: str
    regulation: str
    provision: str | None
    outcome: str
    title: Text
    root: ProofNode

    def walk(self) -> Iterator[ProofNode]:
        """All steps, parents first."""
        return self.root.walk()

    def find(self, role: str, about: str | None = None) -> tuple[ProofNode, ...]:
        """The steps of one role, and about one thing where `about` is given."""
        return tuple(
            node for node in self.walk() if node.role == role and (about is None or node.about == about)
        )

    def to_json(self) -> dict[str, Any]:
        """The proof as plain JSON values.

        `{"format": "kg-query/proof/1", "matter", "regulation", "provision" (or null), "outcome",
        "title": {"zh", "en"}, "proof": STEP}`. A STEP is `{"id", "role", "status", "code",
        "about", "provision", "text": {"zh", "en"}, "quote": {"zh", "en"} or null, "finding":
        {"ground", "status", "evidence", "source", "date", "note"} or null, "children": [STEP …]}`,
        with the roles and statuses of `ProofNode`. Every key is always there.
        """
        return {
            "format": FORMAT,
            "matter": self.matter,
            "regulation": self.regulation,
            "provision": self.provision,
            "outcome": self.outcome,
            "title": self.title.to_json(),
            "proof": self.root.to_json(),
        }

    def to_text(self, lang: str = "zh", width: int = 92) -> str:
        """The proof for people: facts, norms and their application, conclusion."""
        from .text import render_proof

        return render_proof(self, lang, width)

    def to_turtle(self) -> str:
        """The proof as RDF (PROV-O), in Turtle."""
        from .rdf import proof_turtle

        return proof_turtle(self)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "ground": finding.ground,
        "status": finding.status,
        "evidence": finding.evidence,
        "source": finding.source,
        "date": finding.date,
        "note": finding.note,
    }
