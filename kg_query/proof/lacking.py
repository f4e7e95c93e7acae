"""What a norm that does not apply still lacks: the smallest sets of findings that would engage it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..assess.reasons import failed_on
from ..conditions import Has, Leaf, leaves
from ..conditions.completions import completions
from ..model import Norm, Text
from ..wording.messages import both, listed
from .proof import ProofNode
from .trees import leaf_text

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..standing import Basis

__all__ = ["Lack", "choice", "lack_of", "lacking_steps", "outcome_name", "quoted", "wanted_text"]

#: How many alternative ways of completing a norm are named.
ALTERNATIVES = 3
#: The largest set that is worked out.
LARGEST = 12


@dataclass(frozen=True, slots=True)
class Lack:
    """What a norm lacks: `count` findings at least (None where it is ruled out), `shown` ones there."""

    norm: Norm
    count: int | None
    shown: int


def lack_of(corpus: Corpus, basis: Basis, norm: Norm) -> Lack:
    """How much a norm still lacks, and how many leaves of its condition are shown already."""
    standing = basis.standing
    shown = sum(standing.holds(leaf) for leaf in leaves(norm.condition))
    if failed_on(norm, corpus, standing):
        return Lack(norm, None, shown)
    if norm.condition is None:
        return Lack(norm, 0, shown)
    found = completions(corpus, standing, norm.condition, LARGEST)
    return Lack(norm, len(found.sets[0]) if found.sets else None, shown)


def lacking_steps(corpus: Corpus, basis: Basis, norm: Norm, path: str) -> tuple[ProofNode, ...]:
    """The steps that say what would have to be shown, or why nothing can help any more."""
    standing, path = basis.standing, f"{path}/lacking"
    against = failed_on(norm, corpus, standing)
    if against:
        text = both("lacking.against", grounds=[quoted(corpus, g) for g in against])
        about = " ".join(against)
        return (ProofNode(path, "lacking", "failed", text, code="ruled_out", about=about),)
    if norm.condition is None or standing.holds(norm.condition):
        names = [outcome_name(corpus, code) for code in norm.follows]
        text = both("lacking.follows", outcomes=choice(names))
        return (ProofNode(path, "lacking", "not_shown", text, code="follows"),)
    found = completions(corpus, standing, norm.condition, LARGEST)
    if not found.sets:
        text = both("lacking.never")
        return (ProofNode(path, "lacking", "failed", text, code="ruled_out"),)
    steps = []
    written = leaves(norm.condition)
    for i, one in enumerate(found.sets[:ALTERNATIVES], 1):
        wanted = [leaf for leaf in written if leaf in one]
        text = both("lacking" if i == 1 else "lacking.or", wanted=wanted_text(corpus, wanted))
        about = " ".join(leaf.ground if isinstance(leaf, Has) else f"not:{leaf.ground}" for leaf in wanted)
        steps.append(ProofNode(f"{path}/{i}", "lacking", "not_shown", text, about=about))
    more = len(found.sets) - ALTERNATIVES
    if more > 0:
        text = both("lacking.more", count=more)
        steps.append(ProofNode(f"{path}/more", "lacking", "noted", text, code="more"))
    return tuple(steps)


def wanted_text(corpus: Corpus, wanted_leaves: Iterable[Leaf]) -> Text:
    """What would have to be found, in words, as one list."""
    wanted = [leaf_text(corpus, leaf, "wanted") for leaf in wanted_leaves]
    return Text(listed(wanted, "zh"), listed(wanted, "en"))


def quoted(corpus: Corpus, ground: str) -> Text:
    """A ground's name in quotation marks."""
    return both("quoted", text=corpus.grounds[ground].label)


def choice(names: list[Text]) -> Text:
    """The names joined by "or"."""
    return Text(listed(names, "zh", "or"), listed(names, "en", "or"))


def outcome_name(corpus: Corpus, code: str) -> Text:
    """What an outcome is called; also for the three that no norm gives."""
    outcome = corpus.outcomes.get(code)
    return outcome.label if outcome is not None else both(f"outcome.{code}")
