"""Why a regulation answers a matter as it does, and why a provision does or does not apply.

`explain` gives a `Proof`: outcome → norms that give it → presupposition, condition and exception
down to the findings → what prevails over what → readings taken → in force, in scope. Nothing is
computed here that the engine decides: the statuses come from the verdict, the reasons from the
condition trees over the same findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .assess import assess, chosen_regulations
from .conditions import Has, leaves
from .errors import UsageError, did_you_mean
from .model import Matter, NormResult, Text, Verdict
from .proof import Proof, ProofNode
from .proof.conclusions import conclusion, in_force_text, in_scope_text, joined
from .proof.lacking import Lack, outcome_name
from .proof.norms import NormSteps
from .proof.notes import reading_steps
from .proof.trees import finding_text
from .standing import Basis
from .wording.citation import cite_list, cite_text, regulation_name
from .wording.messages import both

if TYPE_CHECKING:
    from .corpus import Corpus
    from .program import Program

__all__ = ["explain"]

#: How many of the norms that come closest are shown where none applies.
NEAREST = 3
#: How many findings a clause may lack that is shown where others apply.
SHORT = 2
_TERNARY = {True: "proven", False: "failed", "unknown": "open"}
_STATUS = {"conflict": "proven", "undetermined": "open", "no_applicable_rule": "not_shown"}


def explain(
    corpus: Corpus,
    program: Program,
    matter: Matter,
    regulation: str,
    provision: str | None = None,
    *,
    verdict: Verdict | None = None,
) -> Proof:
    """The proof of one regulation's answer to a matter, or of one provision's fate in it.

    Args:
        corpus: the compiled law.
        program: `Program.compile(corpus)`, made once.
        matter: the findings.
        regulation: slug of an assessed regulation.
        provision: id of a unit of that regulation (`nanmu/art_9__point_4`, or without the slug);
            the proof then says why it applies or why not, and what would have to be shown.
        verdict: the verdict on this matter where the caller has it already.

    Raises:
        UsageError: no such regulation, or no such provision in it.
        InputError: a ground or role that the vocabulary does not know.

    The form of the proof follows practice: facts, norm, application, conclusion (涵摄).
    """
    chosen_regulations(corpus, [regulation])
    unit = _unit(corpus, regulation, provision) if provision is not None else None
    if verdict is None or regulation not in {r.regulation for r in verdict.results}:
        verdict = assess(corpus, program, matter, [regulation])
    return _Builder(corpus, matter, verdict, regulation).proof(unit)


def _unit(corpus: Corpus, regulation: str, provision: str) -> str:
    units = {p.id for p in corpus.provisions.values() if p.regulation == regulation}
    name = provision if "/" in provision else f"{regulation}/{provision}"
    if name in units:
        return name
    title = corpus.regulations[regulation].label
    if name in corpus.provisions:
        raise UsageError(both("explain.elsewhere", regulation=title), provision)
    raise UsageError(both("explain.no_provision", regulation=title), provision, did_you_mean(name, units))


class _Builder:
    """Puts the steps of one proof together."""

    def __init__(self, corpus: Corpus, matter: Matter, verdict: Verdict, regulation: str) -> None:
        self.corpus = corpus
        self.matter = matter
        self.regulation = corpus.regulations[regulation]
        self.result = verdict.of(regulation)
        self.basis = Basis(corpus, matter)
        self.norms = NormSteps(corpus, self.basis, self.result)
        self.path = regulation

    def proof(self, unit: str | None) -> Proof:
        if unit is None:
            root, title = self._regulation()
        else:
            root, title = self._provision(unit)
        return Proof(
            matter=self.matter.id,
            regulation=self.regulation.slug,
            provision=unit,
            outcome=self.result.outcome,
            title=title,
            root=root,
        )

    # --- the whole regulation -------------------------------------------------------------

    def _regulation(self) -> tuple[ProofNode, Text]:
        children = [
            *self._results(),
            *self._reach(),
            *self._group("open", "undetermined", with_outcome=None),
            *self._set_aside(),
            *self._nearest(),
            *self._group("further", "applies", with_outcome=False),
        ]
        children += self._short(children)
        outcome = self.result.outcome
        root = self._root(
            _STATUS.get(outcome, "proven"),
            conclusion(self.corpus, self.result),
            outcome,
            outcome,
            None,
            children,
        )
        title = both(
            "title.regulation",
            regulation=self._name(),
            matter=self.matter.id,
            outcome=outcome_name(self.corpus, outcome),
        )
        return root, title

    def _root(
        self,
        status: str,
        text: Text,
        code: str,
        about: str,
        provision: str | None,
        children: Iterable[ProofNode],
    ) -> ProofNode:
        steps = (*children, self._in_force(), self._in_scope())
        root = ProofNode(self.path, "conclusion", status, text, code, about, provision)
        used = {n.finding for step in steps for n in step.walk() if n.finding is not None}
        left = [f for f in self.basis.findings if f not in used]
        unused = [
            ProofNode(
                f"{self.path}/unused/{i}",
                "unused",
                "noted",
                finding_text(self.corpus, finding),
                code=finding.status,
                about=finding.ground,
                finding=finding,
            )
            for i, finding in enumerate(left, 1)
        ]
        return ProofNode(root.id, root.role, status, text, code, about, provision, children=(*steps, *unused))

    def _results(self) -> Iterator[ProofNode]:
        given: dict[str, list[NormResult]] = {}
        for row in self._rows("applies"):
            given.setdefault(row.outcome or "", []).append(row)
        for code in dict.fromkeys(o.code for o in self.result.outcomes):
            rows = given.get(code, [])
            path = f"{self.path}/result/{code}"
            yield ProofNode(
                path,
                "result",
                "proven",
                both(
                    "result",
                    outcome=outcome_name(self.corpus, code),
                    places=self._places(r.provision for r in rows),
                ),
                code=code,
                about=code,
                children=tuple(self.norms.step(r.norm, path) for r in rows),
            )

    def _reach(self) -> Iterator[ProofNode]:
        """The readings of the conclusion itself: how far a clause prevails that leaves others beside it."""
        told = {reading for row in self.result.norms for reading in row.readings}
        applying = self._rows("applies")
        if applying:
            norm = self.corpus.norms[applying[0].norm]
            some = (reading for reading in self.result.readings if reading not in told)
            yield from reading_steps(self.norms.trees, norm, some, self.path)

    def _group(self, role: str, status: str, with_outcome: bool | None) -> Iterator[ProofNode]:
        rows = self._rows(status, with_outcome)
        if rows:
            path = f"{self.path}/{role}"
            text = both(f"group.{role}", places=self._places(r.provision for r in rows))
            steps = tuple(self.norms.step(r.norm, path) for r in rows)
            yield ProofNode(path, role, "open" if role == "open" else "noted", text, children=steps)

    def _set_aside(self) -> Iterator[ProofNode]:
        rows = [r for s in ("blocked", "defeated") for r in self._rows(s, None)]
        if rows:
            path = f"{self.path}/set_aside"
            text = both("group.set_aside", places=self._places(r.provision for r in rows))
            steps = tuple(self.norms.step(r.norm, path) for r in rows)
            yield ProofNode(path, "set_aside", "failed", text, children=steps)

    def _nearest(self) -> Iterator[ProofNode]:
        if self.result.outcome != "no_applicable_rule":
            return
        lacks = [self.norms.lack(row.norm) for row in self._rows("not_engaged")]
        near = sorted(
            (lack for lack in lacks if lack.count is not None),
            key=lambda lack: (lack.norm.kind == "catch_all", lack.count or 0, -lack.shown),
        )
        if any(lack.shown for lack in near):
            near = [lack for lack in near if lack.shown]
        if near:
            yield self._near("nearest", near[:NEAREST])

    def _short(self, told: Iterable[ProofNode]) -> Iterator[ProofNode]:
        """Where something applies: clauses that would add to it, to which findings used nowhere speak."""
        if self.result.outcome == "no_applicable_rule":
            return
        used = {n.finding for step in told for n in step.walk()}
        idle = {f.ground for f in self.basis.findings if f not in used}
        given = {o.code for o in self.result.outcomes}
        prevailing = {row.norm for row in self._rows("applies")}
        overrides = self.corpus.overrides_of[self.regulation.slug]
        beaten = {o.defeated for o in overrides if o.prevailing in prevailing}
        rows = [
            row
            for row in self._rows("not_engaged", None)
            if row.outcome not in given and row.norm not in beaten
        ]
        lacks = [
            lack for lack in map(self.norms.lack, (row.norm for row in rows)) if self._speaks(lack, idle)
        ]
        if lacks:
            lacks.sort(key=lambda lack: (lack.count or 0, -lack.shown))
            yield self._near("short", lacks[:NEAREST])

    def _speaks(self, lack: Lack, idle: Iterable[str]) -> bool:
        """Whether a norm lacks little, and something of what it has is shown by one of the findings."""
        if not lack.count or lack.count > min(SHORT, lack.shown) or lack.norm.condition is None:
            return False
        up, holds = self.corpus.up, self.basis.standing.holds
        return any(
            holds(leaf) and any(ground in up({leaf.ground}) or leaf.ground in up({ground}) for ground in idle)
            for leaf in leaves(lack.norm.condition)
        )

    def _near(self, key: str, lacks: Iterable[Lack]) -> ProofNode:
        path = f"{self.path}/nearest"
        steps = tuple(self.norms.step(lack.norm.id, path) for lack in lacks)
        text = both(f"group.{key}", places=self._places(n.provision or "" for n in steps))
        return ProofNode(path, "nearest", "not_shown", text, children=steps)

    # --- one provision --------------------------------------------------------------------

    def _provision(self, unit: str) -> tuple[ProofNode, Text]:
        place = cite_text(self.corpus, unit)
        title = both("title.provision", regulation=self._name(), place=place, matter=self.matter.id)
        norms, above = self._norms_under(unit), None
        if not norms:
            for ancestor in self.corpus.ancestors(unit):
                if self.corpus.norms_at.get(ancestor.id):
                    norms, above = [n.id for n in self.corpus.norms_at[ancestor.id]], ancestor.id
                    break
        if not norms:
            reason = self.corpus.provisions[unit].not_modelled
            key = "provision.unmodelled" if reason else "provision.no_norm"
            text = both(key, place=place, reason=reason or "")
            step = ProofNode(
                f"{self.path}/unmodelled", "unmodelled", "noted", text, provision=unit,
                quote=self.corpus.provisions[unit].text,
            )  # fmt: skip
            return self._root("noted", text, "unmodelled", unit, unit, [step]), title
        found = [self.norms.status(n) for n in norms]
        code = next(
            (s for s in ("applies", "undetermined", "defeated", "blocked", "not_engaged") if s in found),
            "unconditional",
        )
        steps = [self.norms.step(n, self.path) for n in norms]
        status = next(
            (s for s in ("proven", "open", "failed", "not_shown") if s in {n.status for n in steps}),
            "noted",
        )
        if code == "defeated" or code == "blocked":
            status = "failed"
        text = both(f"provision.{code}", place=place)
        if above is not None:
            text = joined(both("provision.part_of", place=place, above=cite_text(self.corpus, above)), text)
        return self._root(status, text, code, unit, unit, steps), title

    def _norms_under(self, unit: str) -> list[str]:
        found = [n.id for n in self.corpus.norms_at.get(unit, ())]
        for child in self.corpus.children.get(unit, ()):
            found += self._norms_under(child)
        return found

    # --- around the result ----------------------------------------------------------------

    def _in_force(self) -> ProofNode:
        state = self.result.in_force
        text = in_force_text(self.corpus, self.result, self.matter.date)
        return ProofNode(f"{self.path}/in_force", "in_force", _TERNARY[state], text, str(state).lower())

    def _in_scope(self) -> ProofNode:
        state, path = self.result.in_scope, f"{self.path}/in_scope"
        steps = tuple(
            self.norms.trees.step(Has(ground), f"{path}/{i}")
            for i, ground in enumerate(self.regulation.scope_grounds, 1)
        )
        text = in_scope_text(self.corpus, self.result)
        return ProofNode(path, "in_scope", _TERNARY[state], text, str(state).lower(), children=steps)

    # --- words ----------------------------------------------------------------------------

    def _rows(self, status: str, with_outcome: bool | None = True) -> list[NormResult]:
        """The norms of one status; with an outcome, without one, or (None) both."""
        rows = [r for r in self.result.norms if r.status == status]
        if with_outcome is None:
            return rows
        return [r for r in rows if (r.outcome is not None) is with_outcome]

    def _name(self) -> Text:
        return Text(regulation_name(self.regulation, "zh"), regulation_name(self.regulation, "en"))

    def _places(self, provisions: Iterable[str]) -> list[Text]:
        return cite_list(self.corpus, provisions)
