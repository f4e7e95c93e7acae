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
from .citation import cite_text, regulation_name
from .conditions import Has
from .errors import UsageError, did_you_mean
from .lacking import outcome_name, quoted
from .messages import both
from .model import Matter, NormResult, Text, Verdict
from .proof import Proof, ProofNode
from .proof_norms import NormSteps
from .proof_notes import named
from .proof_trees import finding_text
from .standing import Basis

if TYPE_CHECKING:
    from .corpus import Corpus
    from .program import Program

__all__ = ["explain"]

#: How many of the norms that come closest are shown where none applies.
NEAREST = 3
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
    raise UsageError(
        both("explain.no_provision", regulation=title), provision, did_you_mean(name, units)
    )


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
            *self._group("open", "undetermined", with_outcome=None),
            *self._set_aside(),
            *self._nearest(),
            *self._group("further", "applies", with_outcome=False),
        ]
        outcome = self.result.outcome
        root = self._root(
            _STATUS.get(outcome, "proven"), self._conclusion(), outcome, outcome, None, children
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
        return ProofNode(
            root.id, root.role, status, text, code, about, provision, children=(*steps, *unused)
        )

    def _conclusion(self) -> Text:
        result, corpus = self.result, self.corpus
        if result.outcome == "conflict":
            sides = [
                both("conclusion.side", outcome=outcome_name(corpus, o.code), places=self._places(o.provisions))
                for o in result.outcomes
                if corpus.outcomes[o.code].group is not None
            ]
            return both("conclusion.conflict", sides=sides)
        if result.outcome == "no_applicable_rule":
            return both("conclusion.no_applicable_rule")
        if result.outcome == "undetermined":
            wanted = self._rows("undetermined")
            open_grounds = sorted(
                {g for row in wanted for g in row.depends_on}, key=corpus.ground_order.__getitem__
            )
            return both(
                "conclusion.undetermined",
                places=self._places(r.provision for r in wanted),
                grounds=[quoted(corpus, g) for g in open_grounds],
            )
        first = [o for o in result.outcomes if o.code == result.outcome]
        text = both(
            "conclusion.outcome",
            outcome=outcome_name(corpus, result.outcome),
            places=self._places(p for o in first for p in o.provisions),
        )
        if result.deciders:
            deciders = [named(corpus, d, "role", "body") for d in result.deciders]
            text = _joined(text, both("conclusion.deciders", deciders=deciders))
        elif any(o.modality == "may" for o in first):
            text = _joined(text, both("conclusion.discretion"))
        if result.could_change:
            places = self._places(corpus.norms[n].provision for n in result.could_change)
            text = _joined(text, both("conclusion.could_change", places=places))
        return text

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
            key=lambda lack: (lack.count or 0, -lack.shown),
        )
        if any(lack.shown for lack in near):
            near = [lack for lack in near if lack.shown]
        if near:
            path = f"{self.path}/nearest"
            steps = tuple(self.norms.step(lack.norm.id, path) for lack in near[:NEAREST])
            text = both("group.nearest", places=self._places(n.provision or "" for n in steps))
            yield ProofNode(path, "nearest", "not_shown", text, children=steps)

    # --- one provision --------------------------------------------------------------------

    def _provision(self, unit: str) -> tuple[ProofNode, Text]:
        place = cite_text(self.corpus, unit)
        title = both(
            "title.provision", regulation=self._name(), place=place, matter=self.matter.id
        )
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
            text = _joined(both("provision.part_of", place=place, above=cite_text(self.corpus, above)), text)
        return self._root(status, text, code, unit, unit, steps), title

    def _norms_under(self, unit: str) -> list[str]:
        found = [n.id for n in self.corpus.norms_at.get(unit, ())]
        for child in self.corpus.children.get(unit, ()):
            found += self._norms_under(child)
        return found

    # --- around the result ----------------------------------------------------------------

    def _in_force(self) -> ProofNode:
        state, since, date = self.result.in_force, self.regulation.in_force_from, self.matter.date
        if state == "unknown":
            key = "in_force.no_start" if since is None else "in_force.no_date"
        else:
            key = "in_force.yes" if state else "in_force.no"
        text = both(key, since=since or "", date=date or "")
        return ProofNode(f"{self.path}/in_force", "in_force", _TERNARY[state], text, str(state).lower())

    def _in_scope(self) -> ProofNode:
        state = self.result.in_scope
        key = {True: "in_scope.yes", False: "in_scope.no"}.get(state, "in_scope.unknown")
        grounds = [quoted(self.corpus, g) for g in self.regulation.scope_grounds]
        path = f"{self.path}/in_scope"
        trees = self.norms.trees
        steps = tuple(
            trees.step(Has(g), f"{path}/{i}") for i, g in enumerate(self.regulation.scope_grounds, 1)
        )
        if not steps:
            key = "in_scope.unstated"
        text = both(key, grounds=grounds)
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
        return [cite_text(self.corpus, p) for p in dict.fromkeys(provisions)]


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, f"{first.en} {second.en}")
