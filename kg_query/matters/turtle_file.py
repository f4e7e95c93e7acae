"""Matters as RDF: Turtle and N-Triples.

A matter is a node with `law:established`, `law:refuted`, `law:unknown` (objects are
grounds) or `law:finding` (objects are nodes with `law:ground`, `law:state` and evidence).
The file may speak about its matters only: a triple about anything else is a fault, since
nobody's upload may change what the graph says about the law.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from kg_query.errors import InputError, did_you_mean
from kg_query.inputs import Faults, decode, shown
from kg_query.model import Text
from kg_query.terms import DCTERMS, GROUND, LAW, RDF, RDFS, ROLE, SKOS, STATE, XSD

from .context import MATTER
from .draft import Draft, RawFinding
from .words import STATUSES

__all__ = ["read"]

_DATES = (DCTERMS + "date", LAW + "date")
_TYPE = RDF + "type"
_REMARKS = (RDFS, SKOS, DCTERMS)  # labels and remarks are welcome and carry no finding
_MATTER = {
    **{LAW + status: status for status in STATUSES},
    LAW + "finding": "findings",
    LAW + "role": "role",
    **dict.fromkeys(_DATES, "date"),
    LAW + "organisation": "organisation",
    DCTERMS + "identifier": "id",
}
_FINDING = {
    LAW + "ground": "ground",
    LAW + "state": "status",
    LAW + "evidence": "evidence",
    DCTERMS + "source": "source",
    **dict.fromkeys(_DATES, "date"),
    SKOS + "note": "note",
}
_SEVERAL = {*STATUSES, "findings"}

Node = dict[str, list[Any]]


def read(data: bytes, where: str, faults: Faults, syntax: str = "turtle") -> list[Draft]:
    """The drafts in a Turtle (or, with `syntax="ntriples"`, an N-Triples) file."""
    import pyoxigraph

    decode(data, where)
    kind = pyoxigraph.RdfFormat.N_TRIPLES if syntax == "ntriples" else pyoxigraph.RdfFormat.TURTLE
    nodes: dict[Any, Node] = {}
    try:
        for quad in pyoxigraph.parse(
            input=data.removeprefix(b"\xef\xbb\xbf"),
            format=kind,
            base_iri=None if syntax == "ntriples" else MATTER,
        ):
            node = nodes.setdefault(quad.subject, {})
            node.setdefault(quad.predicate.value, []).append(quad.object)
    except (SyntaxError, ValueError, OSError) as fault:
        line = getattr(fault, "lineno", None)
        reason = shown(getattr(fault, "msg", None) or str(fault), 160)
        raise InputError(
            Text(
                "不是有效的 Turtle" + (f"：第 {line} 行" if line else ""),
                "not valid Turtle" + (f": line {line}" if line else "") + (f" ({reason})" if reason else ""),
            ),
            where,
            Text("请检查前缀声明、句点与引号", "Check prefixes, full stops and quotes"),
        ) from None
    return _Reading(nodes, where, faults).drafts()


class _Reading:
    """One file's nodes, and the faults met on the way to its drafts."""

    def __init__(self, nodes: dict[Any, Node], where: str, faults: Faults) -> None:
        self.nodes, self.where, self.faults = nodes, where, faults
        self.used: set[Any] = set()

    def drafts(self) -> list[Draft]:
        marks = {LAW + "finding", *(LAW + s for s in STATUSES)}
        matters = [
            subject
            for subject, node in self.nodes.items()
            if any(_iri(t) == LAW + "Matter" for t in node.get(_TYPE, ())) or marks & node.keys()
        ]
        if not matters:
            raise InputError(
                Text("文件里没有事项（law:Matter）", "the file holds no matter (law:Matter)"),
                self.where,
            )
        found = [self._draft(subject) for subject in matters]
        for subject in self.nodes:
            if subject not in self.used:
                self.faults.add(
                    f"{self.where} › {_name(subject)}",
                    "这不是事项，也不是事项的认定",
                    "this is no matter and no finding of one",
                    Text("事项文件只能陈述事项", "A file of matters may only speak about matters"),
                )
        return found

    def _draft(self, subject: Any) -> Draft:
        self.used.add(subject)
        ident = _iri(subject)
        draft = Draft(self.where, id=unquote(ident.removeprefix(MATTER)) if ident else None)
        node = self.nodes[subject]
        if names := node.get(DCTERMS + "identifier"):
            draft.id = self._one(names, f"{self.where} › {_name(subject)} › id")
        place = draft.name() if draft.id else f"{self.where} › {_name(subject)}"
        self._check_keys(node, _MATTER, "Matter", place)
        draft.role = self._word(node.get(LAW + "role"), ROLE, f"{place} › role")
        dates = [value for key in _DATES for value in node.get(key, ())]
        draft.date = self._date(dates, f"{place} › date")
        draft.organisation = self._one(node.get(LAW + "organisation"), f"{place} › organisation")
        for number, term in enumerate(node.get(LAW + "finding", ()), 1):
            self._finding(term, f"{place} › finding[{number}]", draft)
        told = {(f.ground, f.status) for f in draft.findings}
        for status in STATUSES:
            for number, term in enumerate(node.get(LAW + status, ()), 1):
                spot = f"{place} › {status}[{number}]"
                word = self._word([term], GROUND, spot)
                if (word, status) not in told:
                    draft.findings.append(RawFinding(word, status, spot))
        if not node.keys() & {LAW + "finding", *(LAW + s for s in STATUSES)}:
            self.faults.add(
                place,
                "没有任何认定",
                "there are no findings",
                Text(
                    "至少需要 law:established、law:refuted、law:unknown 或 law:finding 之一",
                    "At least one of law:established, law:refuted, law:unknown or law:finding is needed",
                ),
            )
        return draft

    def _finding(self, term: Any, place: str, draft: Draft) -> None:
        node = self.nodes.get(term)
        if node is None:
            self.faults.add(
                place, f"认定“{_name(term)}”没有内容", f"the finding “{_name(term)}” says nothing"
            )
            return
        self.used.add(term)
        self._check_keys(node, _FINDING, "Finding", place)
        details: dict[str, object] = {}
        for predicate, key in _FINDING.items():
            if key in ("evidence", "source", "note") and predicate in node:
                details[key] = self._one(node[predicate], f"{place} › {key}")
        if dates := [value for key in _DATES for value in node.get(key, ())]:
            details["date"] = self._date(dates, f"{place} › date")
        draft.findings.append(
            RawFinding(
                self._word(node.get(LAW + "ground"), GROUND, place),
                self._word(node.get(LAW + "state"), STATE, place),
                place,
                details,
            )
        )

    def _check_keys(self, node: Node, known: dict[str, str], kind: str, place: str) -> None:
        for predicate in node:
            if predicate in known or predicate == _TYPE or predicate.startswith(_REMARKS):
                continue
            local = predicate.removeprefix(LAW)
            words = {p.removeprefix(LAW): f"law:{p.removeprefix(LAW)}" for p in known if p.startswith(LAW)}
            self.faults.add(
                place, f"未知的属性“{shown(local)}”", f"unknown property “{shown(local)}”",
                did_you_mean(local, words),
            )  # fmt: skip
        for kind_node in node.get(_TYPE, ()):
            if (_iri(kind_node) or "").startswith(LAW) and _iri(kind_node) != LAW + kind:
                self.faults.add(
                    place,
                    f"未知的类型“{_name(kind_node)}”",
                    f"unknown type “{_name(kind_node)}”",
                    Text(f"应为 law:{kind}", f"It should be law:{kind}"),
                )

    def _one(self, terms: list[Any] | None, place: str) -> str | None:
        if not terms:
            return None
        if len(terms) > 1:
            words = ", ".join(_name(t) for t in terms)
            self.faults.add(place, f"只能有一个值，这里有：{words}", f"one value expected, found: {words}")
            return None
        return str(terms[0].value)

    def _word(self, terms: list[Any] | None, namespace: str, place: str) -> str | None:
        """The word that one IRI of `namespace` stands for; other terms come back as written."""
        if not terms or len(terms) > 1:
            return self._one(terms, place)
        if (iri := _iri(terms[0])) is not None:
            return iri.removeprefix(namespace)
        self.faults.add(
            place,
            f"应为 <{namespace}…> 之下的名称，这里是“{_name(terms[0])}”",
            f"a name under <{namespace}…> expected, not “{_name(terms[0])}”",
        )
        return None

    def _date(self, terms: list[Any], place: str) -> str | None:
        value = self._one(terms, place)
        if value is None:
            return None
        kind = _iri(getattr(terms[0], "datatype", None))
        if kind not in (XSD + "date", XSD + "string"):
            self.faults.add(
                place,
                f"日期应为 xsd:date，这里是“{_name(terms[0])}”",
                f"a date should be an xsd:date, not “{_name(terms[0])}”",
            )
            return None
        return value


def _iri(term: Any) -> str | None:
    """The IRI of a named node; None for anything else."""
    return str(term.value) if type(term).__name__ == "NamedNode" else None


def _name(term: Any) -> str:
    """How a term is shown in a message: without our namespaces."""
    if type(term).__name__ in ("NamedNode", "Literal"):
        text = term.value
        for namespace in (MATTER, GROUND, ROLE, STATE):
            text = text.removeprefix(namespace)
        return shown(text)
    return shown(str(term))
