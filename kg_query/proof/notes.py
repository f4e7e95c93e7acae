"""Proof steps that claim nothing of the matter: quoted clauses, nature, readings, deadlines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model import Deadline, Norm, Provision, Text
from ..wording.citation import cite_text
from ..wording.messages import both
from .proof import ProofNode

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .trees import TreeSteps

__all__ = ["clause_steps", "deadline_step", "named", "nature_step", "reading_steps"]

#: Units whose own text does not introduce the text of the units below them.
_HEADINGS = {"part", "chapter", "section", "annex"}


def clause_steps(corpus: Corpus, norm: Norm, path: str) -> Iterator[ProofNode]:
    """The words a norm stands in: what introduces them, the unit itself, its list."""
    unit = corpus.provisions.get(norm.provision)
    if unit is None:
        return
    above: list[Provision] = []
    for ancestor in corpus.ancestors(unit.id):
        if ancestor.kind in _HEADINGS:
            break
        above.append(ancestor)
    below = [
        corpus.provisions[child]
        for child in corpus.children.get(unit.id, ())
        if not corpus.norms_at.get(child)
    ]
    quoted = [u for u in (*reversed(above), unit, *below) if u.text is not None]
    for i, one in enumerate(quoted, 1):
        place = cite_text(corpus, one.id)
        yield ProofNode(
            f"{path}/clause/{i}",
            "clause",
            "noted",
            both("clause.lost", place=place, lost=one.lost) if one.lost else place,
            about=one.id,
            provision=one.id,
            quote=one.text,
        )


def nature_step(corpus: Corpus, norm: Norm, path: str) -> ProofNode:
    """Kind, modality and who is bound; for 可以, who decides."""
    bearers = [named(corpus, bearer, "role", "body") for bearer in norm.bearers]
    if norm.modality == "may":
        key = "nature.discretion" if bearers else "nature.discretion_unnamed"
    else:
        borne = "nature.found" if norm.outcome is not None else "nature.borne"
        key = borne if bearers else "nature"
    text = both(
        key,
        kind=named(corpus, norm.kind, "kind"),
        modality=_modality(corpus, norm),
        bearers=bearers,
    )
    return ProofNode(f"{path}/nature", "nature", "noted", text, code=norm.modality, about=norm.kind)


def reading_steps(trees: TreeSteps, norm: Norm, readings: Iterable[str], path: str) -> Iterator[ProofNode]:
    """The readings taken, with the alternative and what it would give on the same findings."""
    corpus = trees.corpus
    for i, reading_id in enumerate(dict.fromkeys(readings), 1):
        reading = corpus.readings[reading_id]
        children: tuple[ProofNode, ...] = ()
        if reading.alternative_condition is not None and reading.alternative_for == norm.id:
            inner = f"{path}/reading/{i}/alternative"
            status = trees.status(reading.alternative_condition)
            children = (
                ProofNode(
                    inner,
                    "condition",
                    status,
                    both(f"alternative.{status}"),
                    code="alternative",
                    children=trees.members(reading.alternative_condition, inner),
                ),
            )
        yield ProofNode(
            f"{path}/reading/{i}",
            "reading",
            "noted",
            both(
                "reading",
                label=reading.label,
                primary=reading.primary,
                alternative=reading.alternative,
                reason=reading.reason,
            ),
            about=reading_id,
            provision=reading.provision,
            children=children,
        )


def _modality(corpus: Corpus, norm: Norm) -> Text:
    """What the norm says is to be done; a ban that relieves the person bans pursuing liability, not the relief."""
    said = named(corpus, norm.modality, "modality")
    given = corpus.outcomes.get(norm.outcome or "")
    if norm.modality == "must_not" and given is not None and given.effect == "full_relief":
        return both("nature.not_pursued", modality=said)
    return said


def deadline_step(deadline: Deadline, path: str) -> ProofNode:
    """A period the norm sets, as printed."""
    trigger = deadline.trigger or Text("", "")
    if deadline.fixed_date and deadline.wording:
        text = both("deadline.day", wording=deadline.wording)
    elif deadline.quantity is None:
        worded = "worded" if deadline.wording else "open"
        key = f"deadline.{worded}" if deadline.trigger else f"deadline.{worded}_bare"
        text = both(key, trigger=trigger, wording=deadline.wording or trigger)
    else:
        many = both(f"unit.{deadline.unit or 'unitDay'}")
        one = Text(many.zh, many.en.removesuffix("s"))
        text = both(
            "deadline.fixed" if deadline.trigger else "deadline.fixed_bare",
            quantity=f"{deadline.quantity:g}",
            unit=one if deadline.quantity == 1 else many,
            day_kind=both(f"days.{deadline.day_kind or 'unspecifiedDays'}"),
            trigger=trigger,
        )
    return ProofNode(path, "deadline", "noted", text, about=deadline.id, provision=deadline.provision)


def named(corpus: Corpus, code: str, *schemes: str) -> Text:
    """The label of a concept in the first of the schemes that knows it; else its id as words."""
    for scheme in schemes:
        concept = corpus.concepts.get(scheme, {}).get(code)
        if concept is not None:
            return concept.label
    return Text(code.replace("_", " "), code.replace("_", " "))
