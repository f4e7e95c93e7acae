"""Reads indicators, steps and kinds of team from the graph, those of added folders among them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import CorpusError, Problem, did_you_mean
from ..model import Text
from ..terms import DCTERMS, LAW, RDF, RDFS, SKOS, code, short
from .definitions import Definitions, Indicator, Step, TeamKind, Test
from .measures import MEASURES
from .record import ENTRIES

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..corpus import Corpus

__all__ = ["load"]


def load(corpus: Corpus, store: Store) -> Definitions:
    """The definitions of the evaluation.

    Args:
        corpus: the compiled law, which holds the units, norms, periods and criteria they name.
        store: the graph (`KnowledgeGraph.store`).

    Raises:
        CorpusError: with every definition that is not complete or names what does not exist.
    """
    return _Reader(corpus, store).definitions()


class _Reader:
    def __init__(self, corpus: Corpus, store: Store) -> None:
        self.corpus, self.store = corpus, store
        self.problems: list[Problem] = []
        self.parts = {p.notation: p.id for p in corpus.provisions.values() if p.notation}
        self.notations = {id: notation for notation, id in self.parts.items()}

    # --- statements -------------------------------------------------------------------------

    def typed(self, name: str) -> list[Any]:
        from pyoxigraph import NamedNode

        quads = self.store.quads_for_pattern(None, NamedNode(RDF + "type"), NamedNode(LAW + name), None)
        found: dict[str, Any] = {str(q.subject): q.subject for q in quads}
        return sorted(found.values(), key=lambda s: (int(self.value(s, "listOrder") or 0), str(s)))

    def objects(self, subject: Any, name: str, namespace: str = LAW) -> list[Any]:
        from pyoxigraph import NamedNode

        quads = self.store.quads_for_pattern(subject, NamedNode(namespace + name), None, None)
        return sorted({str(q.object): q.object for q in quads}.values(), key=str)

    def value(self, subject: Any, name: str, namespace: str = LAW) -> str | None:
        return next((o.value for o in self.objects(subject, name, namespace)), None)

    def text(self, subject: Any, name: str, namespace: str = LAW) -> Text:
        said = {o.language: o.value for o in self.objects(subject, name, namespace) if hasattr(o, "language")}
        if not said.get("zh") or not said.get("en"):
            self.fault(
                subject,
                f"{name} 应当中英文各有一个",
                f"{name} is given in Chinese and in English",
            )
        return Text(said.get("zh") or "", said.get("en") or "")

    def listed(self, subject: Any, name: str) -> tuple[str, ...]:
        found, here = [], next(iter(self.objects(subject, name)), None)
        while here is not None and here.value != RDF + "nil":
            found += [o.value for o in self.objects(here, "first", RDF)]
            here = next(iter(self.objects(here, "rest", RDF)), None)
        return tuple(found)

    def ids(self, subject: Any, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """The ids that a property points to; one that does not exist is a fault."""
        names = set(known)
        found = [short(o.value) for o in self.objects(subject, name)]
        for one in found:
            if one not in names:
                self.fault(
                    subject,
                    f"law:{name} 所指的 {one} 不存在",
                    f"law:{name} points to {one}, which does not exist",
                    did_you_mean(one, names),
                )
        return tuple(one for one in found if one in names)

    def fault(self, subject: Any, zh: str, en: str, hint: Text | None = None) -> None:
        self.problems.append(Problem(Text(zh, en), short(subject.value), hint))

    # --- definitions ------------------------------------------------------------------------

    def definitions(self) -> Definitions:
        corpus = self.corpus
        indicators = [i for i in map(self.indicator, self.typed("Indicator")) if i is not None]
        names: dict[str, str] = {}
        for node in self.typed("EvaluationStep"):
            names[node.value] = self.value(node, "notation", SKOS) or code(node.value)
        steps = [s for s in (self.step(n, names) for n in self.typed("EvaluationStep")) if s is not None]
        periods = self.typed("PeriodRule")
        methods = {
            self.value(n, "notation", SKOS) or code(n.value): self.text(n, "label", RDFS)
            for n in self.typed("SurveyMethod")
        }
        kinds = {k.code: k for k in map(self.kind, self.typed("TeamKind"))}
        decisions = tuple(path for n in periods for path in self.listed(n, "datePath"))
        readings = [r for n in periods for r in self.ids(n, "restsOn", corpus.readings)]
        if self.problems:
            raise CorpusError.collect(self.problems)
        above = dict.fromkeys(corpus.provisions[i.content].parent for i in indicators)
        contents = tuple(c for p in above if p for c in corpus.children[p])
        # readings of the heading of all contents, such as how numbers stand for them
        readings += [r for r, one in corpus.readings.items() if one.provision in above]
        place = {c: n for n, c in enumerate(contents)}
        indicators.sort(key=lambda i: place[i.content])
        return Definitions(
            contents,
            tuple(indicators),
            {s.key: s for s in steps},
            kinds,
            methods,
            decisions,
            tuple(dict.fromkeys(readings)),
        )

    def indicator(self, node: Any) -> Indicator | None:
        before = len(self.problems)
        content = self.ids(node, "provision", self.corpus.provisions)
        measure = code(self.value(node, "measuredBy") or "")
        if len(content) != 1:
            self.fault(
                node, "应当恰好属于一项考核内容", "an indicator belongs to one content (law:provision)"
            )
        needs = MEASURES.get(measure)
        if needs is None:
            self.fault(
                node,
                f"没有取数方式 {measure}",
                f"there is no measure {measure}",
                did_you_mean(measure, MEASURES, always=True),
            )
        for name in needs or ():
            if not self.objects(node, name):
                self.fault(node, f"没有写明 law:{name}", f"law:{name} is missing")
        path = self.value(node, "nodePath")
        if path is not None and path not in ENTRIES:
            self.fault(
                node,
                f"没有 {path} 这种记录",
                f"there are no entries called {path}",
                did_you_mean(path, ENTRIES, always=True),
            )
        made = Indicator(
            notation=self.value(node, "notation", SKOS) or code(node.value),
            label=self.text(node, "label", RDFS),
            definition=self.text(node, "definition", SKOS),
            unit=self.text(node, "countUnit"),
            content=content[0] if content else "",
            sources=tuple(short(o.value) for o in self.objects(node, "source", DCTERMS)),
            measure=measure,
            criteria=self.criteria(node),
            severities=tuple(code(o.value).removesuffix("Violation") for o in self.objects(node, "severity")),
            entries=path,
            applies=self.tests(node, "appliesWhere"),
            where=self.tests(node, "countedWhere"),
            value=self.value(node, "valuePath"),
            base=self.value(node, "basePath"),
            kind=self.value(node, "kindPath"),
            dates=self.listed(node, "datePath"),
            readings=self.ids(node, "restsOn", self.corpus.readings),
        )
        return made if len(self.problems) == before else None

    def criteria(self, node: Any) -> tuple[str, ...]:
        """The lines and base standards that are named, or stand below a document or group that is."""
        leaves = {n: c for n, c in self.corpus.case_schema.criteria.items() if c.kind != "document"}
        found: dict[str, None] = {}
        for one in self.ids(node, "ofCriterion", self.notations):
            notation = self.notations[one]
            mine = [n for n in leaves if n == notation or n.startswith(notation + "-")]
            if not mine:
                self.fault(node, f"{notation} 没有评分项", f"{notation} holds no line and no base standard")
            found |= dict.fromkeys(mine)
        return tuple(found)

    def tests(self, node: Any, name: str) -> tuple[Test, ...]:
        found = [
            Test(self.value(o, "test") or "", self.text(o, "label", RDFS)) for o in self.objects(node, name)
        ]
        return tuple(sorted(found, key=lambda t: t.test))

    def step(self, node: Any, names: dict[str, str]) -> Step | None:
        norms = self.ids(node, "demandedBy", self.corpus.norms)
        provisions = self.ids(node, "provision", self.corpus.provisions)
        if len(norms) > 1 or len(provisions) != 1:
            self.fault(
                node,
                "应当恰好有一个条文，至多一项规范",
                "a step has one unit (law:provision) and one norm at most (law:demandedBy)",
            )
            return None
        norm = self.corpus.norms[norms[0]] if norms else None
        deadlines = self.ids(node, "deadline", self.corpus.deadlines)
        return Step(
            key=names[node.value],
            label=self.text(node, "label", RDFS),
            definition=self.text(node, "definition", SKOS),
            provision=provisions[0],
            norm=norm,
            after=self.key(node, "comesAfter", names),
            arises_with=self.key(node, "arisesWith", names),
            deadline=deadlines[0] if deadlines else None,
            counted_from=self.key(node, "countedFrom", names),
            otherwise_from=self.key(node, "otherwiseCountedFrom", names),
            readings=tuple(
                dict.fromkeys(
                    [*(norm.readings if norm else ()), *self.ids(node, "restsOn", self.corpus.readings)]
                )
            ),
        )

    def key(self, node: Any, name: str, names: dict[str, str]) -> str | None:
        target = self.value(node, name)
        if target is not None and target not in names:
            self.fault(node, f"law:{name} 所指的步骤不存在", f"law:{name} points to no step")
        return names.get(target or "")

    def kind(self, node: Any) -> TeamKind:
        return TeamKind(
            self.value(node, "notation", SKOS) or code(node.value),
            self.text(node, "label", RDFS),
            tuple(code(o.value) for o in self.objects(node, "bearer")),
            self.ids(node, "restsOn", self.corpus.readings),
        )
