"""Shapes in, rules out: the subset of SHACL that case files are reviewed by, compiled to questions.

A shape of `shapes/penalty.ttl`, `compulsion.ttl` or `national.ttl` has target classes, property shapes
with a minimum count or a required value, and SPARQL constraints; everything else is refused by name,
for what is not compiled would be passed over in silence.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from ..errors import did_you_mean
from ..files import TurtleFile, corpus_files, rule_files
from ..model import Ground, Provision, Reading, Text
from ..rules.values import Constraint, Decider, Rule, RuleBook, RuleKind, StatutoryFact
from ..terms import BASE, ID, LAW, RDFS, SH, SKOS, code, short
from .coverage import coverage_faults
from .facts import Facts, Faults, Literal
from .queries import ask, faults_of, has_value, min_count, signature, term
from .statutes import read_parameters, read_scoring

__all__ = ["bundled_rulebook", "compile_rules"]

SHAPE = BASE + "shapes#"
_NATIONAL_TERMS = re.compile(r"\bnational:|\blaw:(StatutoryFact|Deadline|Threshold)\b")
_KINDS: dict[str, RuleKind] = {"line": "line", "scored_document": "document", "base_standard": "base"}
_SEVERITIES = {
    LAW + "Fatal": "fatal",
    SH + "Violation": "violation",
    SH + "Warning": "warning",
}
_ON_SHAPES = {SH + n for n in ("targetClass", "property", "sparql", "message", "severity")}
_ON_PROPERTIES = {SH + n for n in ("path", "minCount", "hasValue", "message", "name", "description")}
_ON_CONSTRAINTS = {SH + n for n in ("select", "message", "prefixes")}


def bundled_rulebook(
    provisions: Mapping[str, Provision],
    readings: Mapping[str, Reading],
    grounds: Mapping[str, Ground],
    statutes: Mapping[str, StatutoryFact],
) -> RuleBook:
    """The rules of the bundled shapes, compiled anew against the units, readings and facts given.

    Raises CorpusError with every fault of the shapes, a criterion without a shape among them.
    """
    faults = Faults()
    facts = Facts(faults)
    facts.read(f for f in corpus_files() if not f.name.endswith("/text.ttl"))
    faults.stop()
    book = compile_rules(rule_files(), facts, provisions, readings, grounds, statutes)
    for standard in sorted({r.standard for r in book.rules.values() if r.kind != "national"}):
        for fault in coverage_faults(book, provisions, standard):
            facts.faults.add(f"shapes/{standard}.ttl", fault.zh, fault.en)
    facts.faults.stop()
    return book


def compile_rules(
    files: tuple[TurtleFile, ...],
    facts: Facts,
    provisions: Mapping[str, Provision],
    readings: Mapping[str, Reading],
    grounds: Mapping[str, Ground],
    statutes: Mapping[str, StatutoryFact],
) -> RuleBook:
    """The rules that the files state.

    Args:
        files: the shapes, that of case files among them (it declares the prefixes).
        facts: what ontology and data state: every term a question may use.
        provisions, readings, grounds, statutes: what the shapes point to, by id.

    Raises:
        CorpusError: with every fault found, each with its file and shape.
    """
    faults = Faults()
    shapes = Facts(faults)
    shapes.read(files)
    faults.stop()
    facts.faults = faults
    found = _Reading(shapes, facts, provisions, readings, grounds, statutes).rulebook()
    faults.stop()
    return found


class _Reading:
    """The shapes being read, with all that they point to."""

    def __init__(
        self,
        shapes: Facts,
        facts: Facts,
        provisions: Mapping[str, Provision],
        readings: Mapping[str, Reading],
        grounds: Mapping[str, Ground],
        statutes: Mapping[str, StatutoryFact],
    ) -> None:
        self.shapes, self.facts = shapes, facts
        self.provisions, self.readings, self.grounds, self.statutes = provisions, readings, grounds, statutes
        self.prefixes = {
            shapes.string(d, SH + "prefix") or "": shapes.string(d, SH + "namespace") or ""
            for d in shapes.iris(SHAPE + "prefixes", SH + "declare")
        }
        self.queries: dict[str, str] = {}
        self.refused: set[str] = set()

    def rulebook(self) -> RuleBook:
        rules: dict[str, Rule] = {}
        own = dict.fromkeys(
            self.shapes.typed(LAW + "CriterionShape") + self.shapes.typed(LAW + "NationalShape")
        )
        for shape in own:
            rule = self._rule(shape)
            if rule is None:
                continue
            if rule.notation in rules:
                self._fault(shape, f"{rule.notation} 有两个形状", f"{rule.notation} has two shapes")
            rules[rule.notation] = rule
        parameters = read_parameters(self.facts)
        below: dict[str, list[str]] = {}
        for iri, said in self.facts.index.items():
            for above in said.get(RDFS + "subClassOf", ()):
                if iri.startswith(LAW) and str(above).startswith(LAW):
                    below.setdefault(str(above), []).append(iri)
        return RuleBook(
            rules={r.notation: r for r in sorted(rules.values(), key=self._place)},
            queries=self.queries,
            scoring=read_scoring(self.facts, self.provisions),
            parameters=parameters,
            days={
                day: str(said[LAW + "dayOf"][0])
                for day, said in self.facts.index.items()
                if LAW + "dayOf" in said
            },
            ahead=tuple(
                str(said[SH + "path"][0])
                for said in self.shapes.index.values()
                if LAW + "mayLieAhead" in said and SH + "path" in said
            ),
            classes={above: tuple(c) for above, c in below.items() if above in (LAW + "CaseFile", LAW + "CaseDocument")},
            background=self._background(),
        )  # fmt: skip

    def _background(self) -> str:
        """The numbers of the statutory facts, where a question asks for them at all."""
        if not any(_NATIONAL_TERMS.search(q) for q in self.queries.values()):
            return ""
        lines = []
        for iri, said in self.facts.index.items():
            if iri.startswith(ID + "national/"):
                for predicate, values in said.items():
                    plain = [v for v in values if not isinstance(v, Literal) or not v.lang]
                    lines += [
                        f"<{iri}> <{predicate}> {term(v)} ." for v in plain if not str(v).startswith("_:")
                    ]
        return "\n".join(lines)

    def _place(self, rule: Rule) -> tuple[int, int, str]:
        unit = self.provisions.get(rule.criterion or "")
        return (unit is None, unit.position if unit else 0, rule.notation)

    # --- one shape ----------------------------------------------------------------------

    def _rule(self, shape: str) -> Rule | None:
        shapes = self.shapes
        stated = shapes.string(shape, SKOS + "notation")
        if not stated:
            self._fault(shape, "形状没有编号", "the shape has no skos:notation")
            return None
        self._only(shape, _ON_SHAPES, shape)
        national = LAW + "NationalShape" in shapes.values(
            shape, "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
        )
        targets = tuple(shapes.iris(shape, SH + "targetClass"))
        for target in targets:
            if target not in self.facts.index:
                self._fault(shape, f"图谱没有类 {short(target)}", f"the graph has no class {short(target)}")
        if not targets:
            self._fault(shape, "形状没有 sh:targetClass", "the shape has no sh:targetClass")
        message, repair = shapes.text(shape, SH + "message"), shapes.text(shape, LAW + "repair")
        for name, said in (("sh:message", message), ("law:repair", repair)):
            if said is None or not said.zh or not said.en:
                self._fault(shape, f"{name} 须有中英文", f"{name} is needed in Chinese and in English")
        decider = shapes.iri(shape, LAW + "decidedBy")
        if not national and decider not in (LAW + "byData", LAW + "byJudgement"):
            self._fault(shape, "须写 law:decidedBy", "law:decidedBy is needed: law:byData or law:byJudgement")
        by: Decider = "judgement" if decider == LAW + "byJudgement" else "data"
        curable = shapes.flag(shape, LAW + "curable")
        if curable is None:
            self._fault(shape, "须写 law:curable", "law:curable is needed: true or false")
        for reading in (rests_on := tuple(short(r) for r in shapes.iris(shape, LAW + "restsOn"))):
            self._known(shape, reading, self.readings, "解读", "reading")
        unit = None if national else self._criterion(shape, stated)
        if not national and unit is None:
            return None
        fact, severity = self._national(shape, stated) if national else (None, None)
        if (ground := shapes.iri(shape, LAW + "findingGround")) is not None:
            self._known(shape, short(ground), self.grounds, "事由", "ground")
        constraints = self._constraints(shape, targets)
        if not constraints and by == "data":
            self._fault(
                shape, "由数据判定的形状没有约束", "the shape is decided by data but has no constraint"
            )
        attributed = shapes.iri(shape, LAW + "attributedTo")
        if attributed is not None and attributed not in self.facts.index:
            self._fault(shape, f"没有 {short(attributed)} 这一栏", f"there is no field {short(attributed)}")
        file = shapes.files.get((shape, ""), "")
        return Rule(
            notation=stated,
            kind="national" if national or unit is None else _KINDS[unit.kind],
            standard=file.rpartition("/")[2].removesuffix(".ttl"),
            criterion=unit.id if unit else None,
            document=self._above(unit) if unit else None,
            points=Decimal(str(unit.points)) if unit and unit.points is not None else Decimal(0),
            decided_by=by,
            targets=targets,
            constraints=tuple(constraints),
            open_when=self._extra(shape, "openWhen"),
            not_arising=self._extra(shape, "notArising"),
            message=message or Text("", ""),
            repair=repair or Text("", ""),
            curable=bool(curable),
            rests_on=rests_on,
            severity=severity,
            fact=fact,
            ground=short(ground) if ground else None,
            attributed_to=attributed,
            shape=code(shape),
            caution=shapes.text(shape, LAW + "caution"),
        )

    def _criterion(self, shape: str, notation: str) -> Provision | None:
        iri = self.shapes.iri(shape, LAW + "criterion")
        unit = self.provisions.get(short(iri or ""))
        if unit is None or unit.kind not in _KINDS:
            what = short(iri) if iri else "law:criterion"
            self._fault(shape, f"没有评查标准 {what}", f"there is no criterion {what}")
            return None
        if unit.notation != notation:
            self._fault(
                shape, f"编号 {notation} 与条文的 {unit.notation} 不符",
                f"the notation {notation} is not that of the text, {unit.notation}",
            )  # fmt: skip
        points = self.shapes.number(shape, LAW + "points")
        if points != unit.points:
            self._fault(
                shape, f"分值 {points} 与条文的 {unit.points} 不符",
                f"the points, {points}, are not those of the text, {unit.points}",
            )  # fmt: skip
        return unit

    def _above(self, unit: Provision) -> str | None:
        parent = self.provisions.get(unit.parent or "")
        return parent.notation if parent and unit.kind == "line" else None

    def _national(self, shape: str, notation: str) -> tuple[str | None, str | None]:
        iri = self.shapes.iri(shape, LAW + "statutoryFact")
        fact = self.statutes.get(short(iri or ""))
        if fact is None:
            self._known(shape, short(iri or "law:statutoryFact"), self.statutes, "国家要求", "statutory fact")
        elif notation.partition("-")[0] != fact.notation:
            self._fault(
                shape, f"编号 {notation} 与 {fact.notation} 不符",
                f"the notation {notation} is not that of the fact, {fact.notation}",
            )  # fmt: skip
        stated = self.shapes.iri(shape, SH + "severity")
        if stated not in _SEVERITIES:
            self._fault(shape, "须写严重程度", "sh:severity is needed: law:Fatal, sh:Violation or sh:Warning")
        return (fact.id if fact else None), _SEVERITIES.get(stated or "")

    # --- constraints --------------------------------------------------------------------

    def _constraints(self, shape: str, targets: tuple[str, ...]) -> list[Constraint]:
        shapes = self.shapes
        found: list[Constraint] = []
        for node in shapes.iris(shape, SH + "property"):
            self._only(node, _ON_PROPERTIES, shape)
            path, message = self._path(shape, node), shapes.text(node, SH + "message")
            if not path:
                continue
            asked = len(found)
            if (number := shapes.number(node, SH + "minCount")) is not None:
                query = min_count(targets, path, int(number))
                found.append(
                    Constraint(
                        self._query(query), signature(*path, "minCount", int(number)), message, path[0]
                    )
                )
            for value in shapes.values(node, SH + "hasValue"):
                query = has_value(targets, path, value)
                plain = value.value if isinstance(value, Literal) else value
                found.append(
                    Constraint(self._query(query), signature(*path, "hasValue", plain), message, path[0])
                )
            if len(found) == asked:
                self._fault(
                    shape, "sh:property 没有 minCount 或 hasValue", "sh:property has no minCount or hasValue"
                )
        for node in shapes.iris(shape, SH + "sparql"):
            self._only(node, _ON_CONSTRAINTS, shape)
            select = shapes.string(node, SH + "select")
            if not select:
                self._fault(shape, f"没有约束 {short(node)}", f"there is no constraint {short(node)}")
                continue
            if SHAPE + "prefixes" not in shapes.values(node, SH + "prefixes"):
                self._fault(
                    shape,
                    "约束须写 sh:prefixes shape:prefixes",
                    "the constraint needs sh:prefixes shape:prefixes",
                )
            name = signature(select) if node.startswith("_:") else code(node)
            found.append(Constraint(self._query(select, shape), name, shapes.text(node, SH + "message")))
        return found  # fmt: skip

    def _path(self, shape: str, node: str) -> tuple[str, ...]:
        shapes = self.shapes
        head = shapes.iri(node, SH + "path")
        if head is None:
            self._fault(shape, "sh:property 没有 sh:path", "sh:property has no sh:path")
            return ()
        steps = [head] if not head.startswith("_:") else [str(s) for s in shapes.list_(head) or ()]
        if not steps or any(s.startswith("_:") for s in steps):
            self._fault(
                shape, "sh:path 只能是一个属性或者一串属性",
                "sh:path must be a property or a list of properties",
            )  # fmt: skip
            return ()
        for step in steps:
            if step.startswith(LAW) and step not in self.facts.index:
                self._fault(shape, f"没有属性 {short(step)}", f"there is no property {short(step)}")
        return tuple(steps)

    def _extra(self, shape: str, name: str) -> str | None:
        select = self.shapes.string(shape, LAW + name)
        return self._query(select, shape) if select else None

    def _query(self, select: str, shape: str | None = None) -> str:
        query = ask(select, self.prefixes)
        key = signature(query)
        if key not in self.queries:
            self.queries[key] = query
            for fault in faults_of(select, self.prefixes, self.facts.index) if shape else ():
                self._fault(shape or "", fault.zh, fault.en)
        return key

    # --- faults -------------------------------------------------------------------------

    def _only(self, node: str, allowed: set[str], shape: str) -> None:
        for predicate in self.shapes.index.get(node, {}):
            if predicate.startswith(SH) and predicate not in allowed:
                name = f"sh:{code(predicate)}"
                self._fault(shape, f"不支持 {name}", f"{name} is not compiled")

    def _known(self, shape: str, name: str, known: Mapping[str, object], zh: str, en: str) -> None:
        if name not in known:
            where = self.shapes.where(shape)
            self.shapes.faults.add(
                where, f"没有{zh} {name}", f"there is no {en} {name}", did_you_mean(name, known)
            )

    def _fault(self, shape: str, zh: str, en: str) -> None:
        self.shapes.faults.add(self.shapes.where(shape), zh, en)
