"""The one function that asks the rules, whatever engine answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from ..casefiles import CaseFile, Schema
from ..errors import UsageError, did_you_mean, known_words
from ..model import Text
from .statements import Statements, statements
from .values import Evaluation, Hit, Rule, RuleBook

__all__ = ["ENGINES", "Engine", "evaluate"]

Engine = Literal["sets", "reference"]
ENGINES: tuple[Engine, ...] = ("sets", "reference")

#: How many case files stand in one store at a time. Few: a question that compares days has the SPARQL
#: engine pair them across all files, which grows with the square of their number; and to ask all the
#: questions anew costs no more than the answers for one file.
CHUNK = 20


def evaluate(
    cases: Iterable[CaseFile],
    book: RuleBook,
    schema: Schema,
    rules: Sequence[Rule] | None = None,
    engine: Engine = "sets",
    parameters: Mapping[str, Decimal] | None = None,
) -> list[Evaluation]:
    """What the rules find in each case file, in the order of the files.

    Both engines find the same. "sets" asks each question once of many files together; "reference" has
    a SHACL validator ask the shapes as they are written, node by node.

    Args:
        cases: the case files, as read.
        book: the compiled rules (`Corpus.rulebook`).
        schema: what a case file can say (`Corpus.case_schema`).
        rules: those to ask; by default all.
        engine: "sets" or "reference".
        parameters: values that hold in place of a file's own and of the defaults.

    Raises:
        InputError: a day of a case lies in a year whose calendar is not known.
        UsageError: an unknown engine.
    """
    if engine not in ENGINES:
        raise UsageError(
            Text(f"没有引擎“{engine}”", f"there is no engine “{engine}”"),
            hint=did_you_mean(engine, ENGINES) or known_words(ENGINES),
        )
    asked = tuple(book.rules.values()) if rules is None else tuple(rules)
    found: list[Evaluation] = []
    for chunk in _chunks(cases):
        said = statements(chunk, book, schema, parameters)
        met = _met(asked, said)
        if engine == "sets":
            from .sets import hits
        else:
            from .reference import hits
        found += _by_case(chunk, asked, said, met, hits(said, book, asked, met))
    return found


def _chunks(cases: Iterable[CaseFile]) -> Iterator[list[CaseFile]]:
    """The files in blocks, none with two files of one id: their nodes would run together."""
    chunk: list[CaseFile] = []
    held: set[str] = set()
    for case in cases:
        if len(chunk) == CHUNK or case.id in held:
            yield chunk
            chunk, held = [], set()
        chunk.append(case)
        held.add(case.id)
    if chunk:
        yield chunk


def _met(rules: Iterable[Rule], said: Statements) -> dict[str, dict[str, None]]:
    """notation → the nodes that a rule is asked about; the ones that met none are left out."""
    found = {}
    for rule in rules:
        nodes = dict.fromkeys(n for target in rule.targets for n in said.nodes.get(target, ()))
        if nodes:
            found[rule.notation] = nodes
    return found


def _by_case(
    cases: Iterable[CaseFile],
    rules: Sequence[Rule],
    said: Statements,
    met: Mapping[str, Mapping[str, None]],
    hits: Iterable[Hit],
) -> list[Evaluation]:
    place = {rule.notation: i for i, rule in enumerate(rules)}
    order = {node: i for i, node in enumerate(said.case_of)}
    mine: dict[str, set[Hit]] = {}
    nodes: dict[str, dict[str, tuple[str, ...]]] = {}
    for hit in hits:
        mine.setdefault(said.case_of[hit.focus], set()).add(hit)
    for notation, met_nodes in met.items():
        groups: dict[str, list[str]] = {}
        for node in met_nodes:
            groups.setdefault(said.case_of[node], []).append(node)
        for case, group in groups.items():
            nodes.setdefault(case, {})[notation] = tuple(group)

    def key(hit: Hit) -> tuple[int, str, int, str, int, str, str]:
        after = order.get(hit.value, len(order))
        return place[hit.rule], hit.kind, order[hit.focus], hit.constraint, after, hit.value, hit.path

    return [
        Evaluation(case.iri, tuple(sorted(mine.get(case.iri, ()), key=key)), nodes.get(case.iri, {}))
        for case in cases
    ]
