"""Proof steps for norms: clause, presupposition, condition, exception, what overrides, conclusion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..conditions import AllOf, AnyOf, Has, Met, Tree, leaves
from ..conditions.completions import completions
from ..model import Norm, NormResult, Override, RegulationResult, Text
from ..wording.citation import cite_list, cite_text
from ..wording.messages import both
from .lacking import LARGEST, Lack, choice, lack_of, lacking_steps, outcome_name, quoted, wanted_text
from .notes import clause_steps, deadline_step, nature_step, reading_steps
from .proof import ProofNode
from .trees import TreeSteps, leaf_text, quote_of

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..standing import Basis

__all__ = ["NormSteps"]

_STATUS = {"applies": "proven", "undetermined": "open", "blocked": "failed", "defeated": "failed"}
_EXCEPTION = {
    "proven": "blocks",
    "open": "may_block",
    "failed": "does_not_block",
    "not_shown": "presumed_absent",
}
_ACTIVE = ("applies", "undetermined")
_MET = ("defeated", "blocked")


class NormSteps:
    """Builds the steps of norms in one regulation's answer to one matter."""

    def __init__(self, corpus: Corpus, basis: Basis, result: RegulationResult) -> None:
        self.corpus = corpus
        self.basis = basis
        self.result = result
        self.results: dict[str, NormResult] = {n.norm: n for n in result.norms}
        self.trees = TreeSteps(corpus, basis)
        self.overrides: dict[str, list[Override]] = {}
        for override in corpus.overrides_of.get(result.regulation, ()):
            self.overrides.setdefault(override.defeated, []).append(override)

    def step(self, norm_id: str, path: str) -> ProofNode:
        """The step of one norm with all it rests on; `path` is that of the step above."""
        norm = self.corpus.norms[norm_id]
        path = f"{path}/{norm.id.rpartition('/')[2]}"
        status = self.status(norm_id)
        code = status or "unconditional"
        return ProofNode(
            path,
            "norm",
            self._proof_status(norm) if status else "noted",
            both(f"norm.{code}", place=self.place(norm.provision)),
            code=code,
            about=norm.id,
            provision=norm.provision,
            quote=quote_of(self.corpus, norm.provision),
            children=tuple(self._parts(norm, path, status)),
        )

    def status(self, norm_id: str) -> str | None:
        """What became of a norm; None where it has no condition and takes no part."""
        row = self.results.get(norm_id)
        return row.status if row else None

    def place(self, provision: str) -> Text:
        """The citation inside the regulation, in both languages."""
        return cite_text(self.corpus, provision)

    def lack(self, norm_id: str) -> Lack:
        """How much a norm still lacks."""
        return lack_of(self.corpus, self.basis, self.corpus.norms[norm_id])

    def _proof_status(self, norm: Norm) -> str:
        status = self.status(norm.id) or "not_engaged"
        if status != "not_engaged":
            return _STATUS[status]
        return "failed" if self.lack(norm.id).count is None else "not_shown"

    def _parts(self, norm: Norm, path: str, status: str | None) -> Iterator[ProofNode]:
        yield from clause_steps(self.corpus, norm, path)
        yield nature_step(self.corpus, norm, path)
        yield from self._trees(norm, path)
        if norm.follows:
            yield self._follows(norm, path)
        active = self.active(norm.id)
        if status is not None:
            yield from self._overriding(norm, path, status)
        row = self.results.get(norm.id)
        own = row.readings if row else norm.readings
        readings = [*own, *(r for o in active for r in o.readings)]
        yield from reading_steps(self.trees, norm, readings, path)
        for i, deadline in enumerate(norm.deadlines, 1):
            yield deadline_step(self.corpus.deadlines[deadline], f"{path}/deadline/{i}")
        if status is not None:
            yield self._application(norm, path, status)

    # --- the norm's own trees -------------------------------------------------------------

    def _trees(self, norm: Norm, path: str) -> Iterator[ProofNode]:
        if norm.presupposes is not None:
            yield self._tree("presupposition", norm.presupposes, path, presupposed=True)
        if norm.condition is not None:
            yield self._tree("condition", norm.condition, path)
        if norm.exception is not None:
            step = self._tree("exception", norm.exception, path)
            code = _EXCEPTION[step.status]
            part = self._shown_part(norm.exception) if code == "presumed_absent" else None
            text = both("exception.partly_shown", **part) if part else both(f"exception.{code}")
            yield ProofNode(step.id, step.role, step.status, text, code=code, children=step.children)

    def _shown_part(self, tree: Tree) -> dict[str, list[Text] | Text] | None:
        """What is shown of a tree that is not, and what it lacks; None where nothing of it is shown."""
        match tree:
            case Met(_, inner, False):
                return self._shown_part(inner)
            case AllOf(members) | AnyOf(members):
                standing = self.basis.standing
                shown = [leaf for leaf in leaves(tree) if standing.holds(leaf)]
                if isinstance(tree, AnyOf) or not any(standing.holds(m) and leaves(m) for m in members):
                    return next((part for m in members if (part := self._shown_part(m))), None)
                sets = completions(self.corpus, standing, tree, LARGEST).sets
                if not sets:
                    return None
                found = [
                    leaf_text(self.corpus, leaf, "established" if isinstance(leaf, Has) else "refuted")
                    for leaf in dict.fromkeys(shown)
                ]
                wanted = [leaf for leaf in leaves(tree) if leaf in sets[0]]
                return {"found": found, "wanted": wanted_text(self.corpus, wanted)}
        return None

    def _tree(self, role: str, tree: Tree, path: str, presupposed: bool = False) -> ProofNode:
        shape = "single"
        if isinstance(tree, (AllOf, AnyOf)) and tree.members:
            shape = "all_of" if isinstance(tree, AllOf) else "any_of"
        return ProofNode(
            f"{path}/{role}",
            role,
            self.trees.status(tree, presupposed),
            both(f"{role}.{shape}") if role != "exception" else both("exception.may_block"),
            code=shape,
            children=self.trees.members(tree, f"{path}/{role}", presupposed),
        )

    def _follows(self, norm: Norm, path: str) -> ProofNode:
        given = {o.code for o in self.result.outcomes}
        opened = {r.outcome for r in self.result.norms if r.status == "undetermined"}
        wanted = set(norm.follows)
        status = "proven" if wanted & given else "open" if wanted & opened else "not_shown"
        names = [outcome_name(self.corpus, code) for code in norm.follows]
        text = both("follows", outcomes=choice(names))
        return ProofNode(f"{path}/follows", "follows", status, text, about=" ".join(norm.follows))

    # --- overrides ------------------------------------------------------------------------

    def active(self, norm_id: str) -> list[Override]:
        """The overrides over a norm whose prevailing norm applies or is undetermined."""
        overrides = self.overrides.get(norm_id, ())
        return [o for o in overrides if self.status(o.prevailing) in _ACTIVE]

    def _overriding(self, norm: Norm, path: str, status: str) -> Iterator[ProofNode]:
        """What prevails over the norm, one step each; what does not, folded into one step."""
        active = self.active(norm.id)
        for override in active:
            yield self._override(override, f"{path}/override")
        if status == "not_engaged":
            return
        rest = [o.prevailing for o in self.overrides.get(norm.id, ()) if o not in active]
        met = [n for n in dict.fromkeys(rest) if self.status(n) in _MET]
        for prevailing in met:
            yield self._met_in_vain(self.corpus.norms[prevailing], f"{path}/no_override")
        idle = [n for n in dict.fromkeys(rest) if n not in met]
        if (active or met) and not idle:
            return
        if idle:
            key = "no_override.idle"
        else:
            key = "no_override.nothing" if norm.exception is None else "no_override.none"
        norms = [self.corpus.norms[n] for n in idle]
        places = cite_list(self.corpus, (n.provision for n in norms))
        yield ProofNode(
            f"{path}/no_override",
            "no_override",
            "proven",
            both(key, places=places),
            children=tuple(self._in_short(n, f"{path}/no_override") for n in norms),
        )

    def _met_in_vain(self, norm: Norm, path: str) -> ProofNode:
        """A norm that would prevail, were it not displaced itself or excluded by its exception."""
        row, place = self.results[norm.id], self.place(norm.provision)
        code = "displaced" if row.status == "defeated" else "blocked"
        if code == "displaced":
            text = both("no_override.displaced", place=place, by=cite_list(self.corpus, row.defeated_by))
        else:
            text = both("no_override.blocked", place=place)
        return ProofNode(
            f"{path}/{code}/{norm.id.rpartition('/')[2]}",
            "no_override",
            "proven",
            text,
            code=code,
            about=norm.id,
            provision=norm.provision,
            children=(self._in_short(norm, f"{path}/{code}"),),
        )

    def _override(self, override: Override, path: str) -> ProofNode:
        prevailing = self.corpus.norms[override.prevailing]
        decided = self.status(override.prevailing) == "applies"
        code = "defeats" if decided else "may_defeat"
        return ProofNode(
            f"{path}/{override.prevailing.rpartition('/')[2]}",
            "override",
            "proven" if decided else "open",
            both(
                f"override.{code}",
                place=self.place(prevailing.provision),
                basis=both(f"override.{override.basis}"),
                reason=override.reason,
            ),
            code=code,
            about=override.id,
            provision=prevailing.provision,
            quote=quote_of(self.corpus, prevailing.provision),
            children=(self._in_short(prevailing, path),),
        )

    def _in_short(self, norm: Norm, path: str) -> ProofNode:
        """A norm that may prevail, as far as needed: what it requires and whether that is shown."""
        path = f"{path}/{norm.id.rpartition('/')[2]}/norm"
        status = self.status(norm.id) or "not_engaged"
        return ProofNode(
            path,
            "norm",
            self._proof_status(norm),
            both(f"norm.{status}", place=self.place(norm.provision)),
            code=status,
            about=norm.id,
            provision=norm.provision,
            children=(*self._trees(norm, path), *self._overriding(norm, path, "not_engaged")),
        )

    # --- conclusion on the norm -----------------------------------------------------------

    def _application(self, norm: Norm, path: str, status: str) -> ProofNode:
        row, path = self.results[norm.id], f"{path}/application"
        place = self.place(norm.provision)
        children: tuple[ProofNode, ...] = ()
        if status == "applies" and norm.outcome is not None:
            outcome = outcome_name(self.corpus, norm.outcome)
            text = both("application.applies", place=place, outcome=outcome)
        elif status == "applies":
            text = both("application.applies_plain", place=place)
        elif status == "blocked":
            text = both("application.blocked", place=place)
        elif status == "defeated":
            by = cite_list(self.corpus, row.defeated_by)
            text = both("application.defeated", place=place, by=by)
        elif status == "undetermined":
            grounds = [quoted(self.corpus, g) for g in row.depends_on]
            key = "application.undetermined" if grounds else "application.undetermined_plain"
            text = both(key, place=place, grounds=grounds)
        else:
            text = both("application.not_engaged", place=place)
            children = lacking_steps(self.corpus, self.basis, norm, path)
        return ProofNode(
            path,
            "application",
            self._proof_status(norm),
            text,
            code=status,
            about=norm.outcome,
            provision=norm.provision,
            children=children,
        )
