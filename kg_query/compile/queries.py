"""The questions that shapes ask: checked, and core constraints turned into them.

Each is a SELECT that is asked once of many case files at a time; the reference engine asks it node by
node. So it must mean the same both ways, and what cannot be relied on is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from hashlib import blake2b

from ..model import Text
from ..terms import BASE, XSD
from .facts import Literal, Node

__all__ = ["ask", "faults_of", "has_value", "min_count", "signature", "term"]

_STRINGS = re.compile(r'"""(?:[^"\\]|\\.|"(?!""))*"""|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')
_IRIS = re.compile(r"<[^<>\"{}|^`\\\s]*>")
_COMMENTS = re.compile(r"#[^\n]*")
_NAMES = re.compile(r"(?<![\w?$:])([A-Za-z][\w-]*|):([\w-]*(?:\.[\w-]+)*)")
_FORBIDDEN = re.compile(r"(?<![?$:\w])(MINUS|VALUES|SERVICE|GRAPH|FROM)\b", re.IGNORECASE)
_PLUS = re.compile(r"\+\s*\"|\"\s*\^\^\s*xsd:\w*[dD]uration\s*\+")
_CLAUSE = re.compile(r"\bSELECT\b(.*?)(?:\bWHERE\b|\{)", re.IGNORECASE | re.DOTALL)
_TYPED = re.compile(r"[$?]this\s+(?:a|rdf:type)\b")
_COUNTS = re.compile(r"\b(COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(", re.IGNORECASE)
_GROUPS = re.compile(r"\bGROUP\s+BY\s+[^{}]*[$?]this\b", re.IGNORECASE)


def signature(*parts: object) -> str:
    """A short name for what has none of its own: the same parts give the same name.

    >>> signature("a", 1) == signature("a", 1) != signature("a", 2)
    True
    """
    return blake2b("\0".join(map(str, parts)).encode(), digest_size=6).hexdigest()


def ask(select: str, prefixes: Mapping[str, str]) -> str:
    """The question with the declarations of the prefixes it uses before it."""
    used = {name for name, _ in _NAMES.findall(_bare(select))}
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items() if name in used)
    return head + select.strip()


def faults_of(select: str, prefixes: Mapping[str, str], terms: Mapping[str, object]) -> Iterable[Text]:
    """What is wrong with a question, if anything.

    Args:
        select: the question as the shape has it.
        prefixes: those that the shapes declare.
        terms: every IRI that the graph describes; names under our namespaces must be among them.
    """
    bare = _bare(select)
    if found := sorted({m.upper() for m in _FORBIDDEN.findall(bare)}):
        words = "、".join(found)
        yield Text(f"查询不得使用 {words}", f"the query may not use {words.replace('、', ', ')}")
    if _PLUS.search(_bare(select, '"')):
        yield Text(
            "日期不得加时长：各引擎结果不一，请写成从较晚日期减去时长",
            "no duration may be added to a date: engines differ; subtract it from the later date",
        )
    if not _TYPED.search(bare):
        yield Text("查询没有写明 $this 的类", "the query does not state the class of $this")
    if any("this" not in re.findall(r"[$?](\w+)", clause) for clause in _CLAUSE.findall(bare)):
        yield Text("SELECT（含子查询）必须给出 $this", "every SELECT, subqueries too, must give $this")
    if _COUNTS.search(bare) and not _GROUPS.search(bare):
        yield Text("计数的查询必须 GROUP BY $this", "a query that counts must GROUP BY $this")
    for name, local in dict.fromkeys(_NAMES.findall(bare)):
        if name not in prefixes:
            yield Text(f"前缀 {name}: 没有声明", f"the prefix {name}: is not declared")
        elif local and prefixes[name].startswith(BASE) and prefixes[name] + local not in terms:
            yield Text(f"图谱没有 {name}:{local}", f"the graph has no {name}:{local}")
    yield from _syntax(ask(select, prefixes))


def _syntax(query: str) -> Iterable[Text]:
    from pyoxigraph import QuerySolutions, Store

    try:
        found = Store().query(query)
    except (SyntaxError, ValueError) as fault:
        detail = str(getattr(fault, "msg", None) or fault).strip().splitlines()[0][:160]
        yield Text(f"SPARQL 语法错误：{detail}", f"SPARQL syntax error: {detail}")
        return
    if not isinstance(found, QuerySolutions):
        yield Text("查询应为 SELECT", "the query must be a SELECT")
    elif not {v.value for v in found.variables} <= {"this", "value", "path"}:
        yield Text("SELECT 只能给出 $this、?value、?path", "a SELECT gives $this, ?value and ?path only")


def min_count(targets: Iterable[str], path: tuple[str, ...], number: int) -> str:
    """The question for the nodes that have fewer than `number` values along a path."""
    where = f"{_typed(targets)} OPTIONAL {{ $this {_path(path)} ?v }}"
    if number == 1:
        return f"SELECT $this WHERE {{ {where} FILTER(!BOUND(?v)) }}"
    return f"SELECT $this WHERE {{ {where} }} GROUP BY $this HAVING (COUNT(DISTINCT ?v) < {number})"


def has_value(targets: Iterable[str], path: tuple[str, ...], value: Node) -> str:
    """The question for the nodes that lack one value along a path."""
    return (
        f"SELECT $this WHERE {{ {_typed(targets)} OPTIONAL {{ $this {_path(path)} ?v "
        f"FILTER(sameTerm(?v, {term(value)})) }} FILTER(!BOUND(?v)) }}"
    )


def _typed(targets: Iterable[str]) -> str:
    classes = list(targets)
    if len(classes) == 1:
        return f"$this a <{classes[0]}> ."
    return f"$this a ?c . FILTER(?c IN ({', '.join(f'<{c}>' for c in classes)}))"


def _path(path: tuple[str, ...]) -> str:
    return "/".join(f"<{step}>" for step in path)


def term(value: Node) -> str:
    """An IRI or a literal as SPARQL and N-Triples write it."""
    if not isinstance(value, Literal):
        return f"<{value}>"
    text = value.value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    if value.lang:
        return f'"{text}"@{value.lang}'
    return f'"{text}"' if value.datatype == XSD + "string" else f'"{text}"^^<{value.datatype}>'


def _bare(select: str, mark: str = '""') -> str:
    """The query without comments, and with nothing left in its strings and IRIs."""
    held = _IRIS.sub("<>", _STRINGS.sub(mark, select))
    return _COMMENTS.sub("", held)
