"""Norms, readings, deadlines and overrides from Turtle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..errors import did_you_mean
from ..model import Concept, Deadline, Ground, Norm, Outcome, Override, Provision, Reading, Text
from ..terms import ID, LAW, RDFS, SCHEMES, code, short
from .facts import Facts
from .trees import Trees

NORM, PROVISION = LAW + "Norm", LAW + "provision"
EMPTY = Text("", "")


class NormReader:
    """Reads what the units mean, against the units and vocabularies already read."""

    def __init__(
        self,
        facts: Facts,
        provisions: Mapping[str, Provision],
        grounds: Mapping[str, Ground],
        outcomes: Mapping[str, Outcome],
        concepts: Mapping[str, Mapping[str, Concept]],
    ) -> None:
        self.facts = facts
        self.provisions = provisions
        self.outcomes = outcomes
        self.concepts = concepts
        self.provision_of = {iri: self._provision(iri) for iri in facts.typed(NORM)}
        regulation_of = {iri: p.regulation for iri, p in self.provision_of.items() if p}
        self.trees = Trees(facts, grounds, regulation_of)

    # --- norms --------------------------------------------------------------------------

    def norms(self) -> dict[str, Norm]:
        """id → Norm, in document order."""
        found = [self._norm(iri, p) for iri, p in self.provision_of.items() if p]
        place = {
            slug: i for i, slug in enumerate(dict.fromkeys(p.regulation for p in self.provisions.values()))
        }
        found.sort(key=lambda n: (place[n.regulation], self.provisions[n.provision].position, n.id))
        return {n.id: n for n in found}

    def _norm(self, iri: str, provision: Provision) -> Norm:
        facts = self.facts
        outcome = self._code(iri, "outcome", "outcome", self.outcomes)
        return Norm(
            id=short(iri),
            provision=provision.id,
            regulation=provision.regulation,
            kind=self._code(iri, "kind", "kind", self.concepts["kind"], required=True) or "",
            modality=self._code(iri, "modality", "modality", self.concepts["modality"], required=True) or "",
            bearers=self._actors(iri, "bearer"),
            outcome=outcome,
            presupposes=self.trees.read(iri, LAW + "presupposes"),
            condition=self.trees.condition(iri),
            exception=self.trees.read(iri, LAW + "exception"),
            follows=tuple(self._codes(iri, "followsOutcome", "outcome", self.outcomes)),
            readings=self._links(iri, "restsOn", "Reading"),
            deadlines=self._links(iri, "deadline", "Deadline"),
            summary=facts.text(iri, LAW + "summary"),
            beneficiaries=self._actors(iri, "beneficiary"),
        )

    def _provision(self, iri: str) -> Provision | None:
        """The one unit a norm is about; a missing, unknown or second one is a fault."""
        self.facts.iri(iri, PROVISION)
        units = self._provisions(iri)
        return self.provisions[units[0]] if units else None

    def _provisions(self, iri: str) -> list[str]:
        """The units a reading is about, in document order; a missing or unknown one is a fault."""
        facts = self.facts
        units = [short(unit) for unit in facts.iris(iri, PROVISION)]
        if not units:
            facts.faults.add(
                facts.where(iri), "没有说明出自哪一条（law:provision）", "law:provision is missing",
                Text("每条规范都要指明它所出自的单元", "Every norm names the unit it comes from"),
            )  # fmt: skip
        for unit in units:
            if unit not in self.provisions:
                facts.faults.add(
                    facts.where(iri, PROVISION), f"没有单元 {unit}", f"there is no unit {unit}",
                    did_you_mean(unit, list(self.provisions)),
                )  # fmt: skip
        known = [unit for unit in units if unit in self.provisions]
        return sorted(known, key=lambda unit: (unit.split("/")[0], self.provisions[unit].position))

    # --- words --------------------------------------------------------------------------

    def _codes(self, iri: str, predicate: str, scheme: str, known: Iterable[str]) -> list[str]:
        found = []
        names = set(known)
        for value in self.facts.iris(iri, LAW + predicate):
            if value.startswith(SCHEMES[scheme]) and short(value) in names:
                found.append(short(value))
                continue
            self.facts.faults.add(
                self.facts.where(iri, LAW + predicate),
                f"{predicate} 没有 {short(value)} 这个词", f"{predicate}: there is no {scheme} {short(value)}",
                did_you_mean(code(value), names),
            )  # fmt: skip
        return found

    def _code(
        self, iri: str, predicate: str, scheme: str, known: Iterable[str], required: bool = False
    ) -> str | None:
        values = self.facts.iris(iri, LAW + predicate)
        if len(values) > 1:
            self.facts.one(iri, LAW + predicate)
        if required and not values:
            self.facts.faults.add(
                self.facts.where(iri), f"规范没有 law:{predicate}", f"the norm has no law:{predicate}"
            )
        found = self._codes(iri, predicate, scheme, known)
        return found[0] if found else None

    def _actors(self, iri: str, predicate: str) -> tuple[str, ...]:
        found = []
        known = {s + c: c for s, name in _ACTOR_SCHEMES for c in self.concepts[name]}
        for value in self.facts.iris(iri, LAW + predicate):
            if value in known:
                found.append(known[value])
                continue
            self.facts.faults.add(
                self.facts.where(iri, LAW + predicate),
                f"没有 {short(value)} 这一角色或机关", f"there is no role or body {short(value)}",
                did_you_mean(code(value), known.values()),
            )  # fmt: skip
        return tuple(found)

    def _links(self, iri: str, predicate: str, type_: str) -> tuple[str, ...]:
        found = []
        known = self.facts.typed(LAW + type_)
        for value in self.facts.iris(iri, LAW + predicate):
            if value not in known:
                self.facts.faults.add(
                    self.facts.where(iri, LAW + predicate),
                    f"没有 {short(value)}（应为 law:{type_}）", f"there is no law:{type_} {short(value)}",
                    did_you_mean(short(value), [short(k) for k in known]),
                )  # fmt: skip
                continue
            found.append(short(value))
        return tuple(found)

    # --- readings and deadlines ---------------------------------------------------------

    def readings(self) -> dict[str, Reading]:
        """id → Reading, in the order of the files."""
        found = {}
        for iri in self.facts.typed(LAW + "Reading"):
            first, *also = self._provisions(iri) or ("",)
            target = self.facts.iri(iri, LAW + "alternativeFor")
            if target is not None and target not in self.provision_of:
                self.facts.faults.add(
                    self.facts.where(iri), f"没有规范 {short(target)}", f"there is no norm {short(target)}",
                    did_you_mean(short(target), [short(n) for n in self.provision_of]),
                )  # fmt: skip
            text = self.facts.text
            found[short(iri)] = Reading(
                id=short(iri),
                provision=first,
                label=text(iri, RDFS + "label") or EMPTY,
                primary=text(iri, LAW + "primaryReading") or EMPTY,
                alternative=text(iri, LAW + "alternativeReading") or EMPTY,
                reason=text(iri, LAW + "reason") or EMPTY,
                alternative_for=short(target) if target else None,
                alternative_condition=self.trees.read(iri, LAW + "alternativeCondition"),
                also=tuple(also),
                concerns_presupposition=bool(self.facts.flag(iri, LAW + "concernsPresupposition")),
            )
        return found

    def deadlines(self, norms: Mapping[str, Norm]) -> dict[str, Deadline]:
        """id → Deadline, in the order of the files; its unit is that of the norm that sets it."""
        facts = self.facts
        setters = {d: n.provision for n in reversed([*norms.values()]) for d in n.deadlines}
        found = {}
        for iri in facts.typed(LAW + "Deadline"):
            unit, day_kind = facts.iri(iri, LAW + "unit"), facts.iri(iri, LAW + "dayKind")
            trigger = facts.iri(iri, LAW + "triggerGround")
            if trigger is not None and short(trigger) not in self.trees.grounds:
                facts.faults.add(
                    facts.where(iri), f"没有事由 {short(trigger)}", f"there is no ground {short(trigger)}",
                    did_you_mean(short(trigger), self.trees.grounds),
                )  # fmt: skip
            stated = facts.iri(iri, PROVISION)
            found[short(iri)] = Deadline(
                id=short(iri),
                provision=short(stated) if stated else setters.get(short(iri), ""),
                quantity=facts.number(iri, LAW + "quantity"),
                unit=code(unit) if unit else None,
                day_kind=code(day_kind) if day_kind else None,
                trigger=facts.text(iri, LAW + "trigger"),
                trigger_ground=short(trigger) if trigger else None,
                wording=facts.text(iri, LAW + "periodWording", RDFS + "label"),
                fixed_date=facts.string(iri, LAW + "fixedDate"),
            )
        return found

    # --- overrides ----------------------------------------------------------------------

    def overrides(self, norms: Mapping[str, Norm]) -> tuple[Override, ...]:
        """Norm against norm: a declaration over a unit stands for all that it holds with an outcome."""
        facts = self.facts
        found: dict[tuple[str, str], Override] = {}
        for iri in facts.typed(LAW + "Override"):
            prevailing = self._sides(iri, "prevailing", norms)
            defeated = self._sides(iri, "defeats", norms)
            basis = facts.iri(iri, LAW + "basis")
            if basis not in (LAW + "express", LAW + "reading"):
                facts.faults.add(
                    facts.where(iri), "没有说明依据（law:basis）", "law:basis is missing or unknown",
                    Text("应为 law:express 或 law:reading", "It is law:express or law:reading"),
                )  # fmt: skip
            override = Override(
                short(iri), "", "", code(basis) if basis else "reading",
                self._links(iri, "restsOn", "Reading"), facts.text(iri, LAW + "reason") or EMPTY,
            )  # fmt: skip
            crossing = {n.regulation for n in prevailing + defeated}
            if len(crossing) > 1:
                names = "、".join(sorted(crossing))
                facts.faults.add(
                    facts.where(iri),
                    f"优先关系跨越了不同法规：{names}",
                    f"the override crosses regulations: {names}",
                    Text("一部法规的规范不能优先于另一部法规的规范", "A norm only defeats norms of its own regulation"),
                )  # fmt: skip
                continue
            for one in prevailing:
                for other in defeated:
                    pair = (one.id, other.id)
                    if pair not in found or override.basis == "express" != found[pair].basis:
                        found[pair] = replace(override, prevailing=one.id, defeated=other.id)
        self._refuse_circles(found)
        return tuple(found.values())

    def _sides(self, iri: str, predicate: str, norms: Mapping[str, Norm]) -> list[Norm]:
        facts = self.facts
        found: list[Norm] = []
        stated = facts.iris(iri, LAW + predicate)
        if not stated:
            facts.faults.add(facts.where(iri), f"没有 law:{predicate}", f"law:{predicate} is missing")
        for value in map(short, stated):
            if value in norms:
                if norms[value].condition is None:
                    facts.faults.add(
                        facts.where(iri, LAW + predicate),
                        f"规范 {value} 没有条件，不参与判断", f"{value} has no condition and is never assessed",
                    )  # fmt: skip
                else:
                    found.append(norms[value])
            elif value in self.provisions:
                under = [
                    n for n in norms.values()
                    if n.outcome and n.condition is not None and self._under(n.provision, value)
                ]  # fmt: skip
                if not under:
                    facts.faults.add(
                        facts.where(iri, LAW + predicate),
                        f"{value} 及其下没有带结果的规范", f"no norm with an outcome stands at or under {value}",
                    )  # fmt: skip
                found.extend(under)
            else:
                facts.faults.add(
                    facts.where(iri, LAW + predicate),
                    f"没有规范或单元 {value}", f"there is no norm or unit {value}",
                    did_you_mean(value, [*norms, *self.provisions]),
                )  # fmt: skip
        return list(dict.fromkeys(found))

    def _under(self, provision: str, above: str) -> bool:
        seen: set[str] = set()
        here: str | None = provision
        while here is not None and here not in seen:
            if here == above:
                return True
            seen.add(here)
            here = self.provisions[here].parent if here in self.provisions else None
        return False

    def _refuse_circles(self, pairs: Mapping[tuple[str, str], Override]) -> None:
        beats: dict[str, list[str]] = {}
        for one, other in pairs:
            beats.setdefault(one, []).append(other)
        # Whoever defeats nobody that is left stands in no circle: take them away until none goes.
        while free := [n for n, others in beats.items() if not any(o in beats for o in others)]:
            for norm in free:
                del beats[norm]
        if not beats:
            return
        path = [next(iter(beats))]
        while (following := next(o for o in beats[path[-1]] if o in beats)) not in path:
            path.append(following)
        loop = [*path[path.index(following) :], following]
        shown = " → ".join(loop)
        self.facts.faults.add(
            self.facts.where(ID + pairs[loop[0], loop[1]].id),
            f"优先关系成环：{shown}", f"the overrides form a circle: {shown}",
        )  # fmt: skip


_ACTOR_SCHEMES = ((SCHEMES["role"], "role"), (SCHEMES["body"], "body"))
