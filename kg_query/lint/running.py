"""Running the checks: what they find becomes faults, with files, clauses and acknowledgements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol

from .. import terms
from ..compile.text import natural
from ..errors import UsageError, did_you_mean, known_words
from ..model import Text
from ..validate.report import SEVERITIES, Breach, ShapeUse
from .acknowledged import Acknowledgements
from .law import LawCheck, law_checks
from .queries import Row, checks, rows
from .values import ABOUT, Check, Clause, Fault, LintReport

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..corpus import Corpus

__all__ = ["HasStore", "lint"]

_SHAPE_FIX = Text("照 shapes/corpus.ttl 的要求补正", "Bring it in line with shapes/corpus.ttl")


class HasStore(Protocol):
    """What `lint` needs of a knowledge graph; for checks about the law its `corpus` as well."""

    @property
    def store(self) -> Store: ...


def lint(
    kg: HasStore,
    about: str = "all",
    check: Iterable[str] = (),
    regulations: Iterable[str] = (),
) -> LintReport:
    """The faults of the graph and the defects of the law it holds, by the checks and the shapes.

    Args:
        kg: the knowledge graph, folders that were added to it included.
        about: "data", "law" or "all".
        check: names of checks; by default all of them, and the shapes of the corpus.
        regulations: slugs; only faults that concern one of these. By default all.

    Raises:
        CorpusError: a check has no complete header.
        UsageError: an unknown kind or name of a check, or an unknown regulation.

    >>> from kg_query import KnowledgeGraph
    >>> lint(KnowledgeGraph.open(), about="data").passed
    True
    """
    corpus: Corpus | None = getattr(kg, "corpus", None)
    _known("about", about, (*ABOUT, "all"))
    wanted, slugs = tuple(dict.fromkeys(check)), frozenset(regulations)
    for slug in sorted(slugs):
        _known("regulation", slug, corpus.regulations if corpus else ())
    queries, functions = checks(), law_checks()
    for name in wanted:
        _known("check", name, [c.name for c in queries] + [f.check.name for f in functions])
    asked = [c for c in queries if _asked(c, about, wanted)]
    called = [f for f in functions if _asked(f.check, about, wanted)]
    for name in wanted:
        if name not in {one.name for one in (*asked, *(f.check for f in called))}:
            other = "data" if about == "law" else "law"
            raise UsageError(
                Text(
                    f"检查“{name}”的对象是 {other}，不是 {about}",
                    f"the check “{name}” is about {other}, not {about}",
                ),
                hint=Text(f"例如：kgq lint --check {name}", f"For example: kgq lint --check {name}"),
            )
    shapes: tuple[ShapeUse, ...] = ()
    found: list[tuple[Check, Row]] = [(c, row) for c in asked for row in rows(kg.store, c)]
    if about != "law" and not wanted:
        shapes, breaches = _shapes(kg.store)
        found += breaches
    if called and corpus is not None:
        found += _functions(corpus, called)
    faults = [_fault(kg.store, corpus, one, row) for one, row in found]
    known = Acknowledgements.of(kg.store)
    faults = [known.applied(f) for f in faults]
    if slugs:
        faults = [f for f in faults if f.concerns(slugs)]
    faults.sort(key=lambda f: (_grade(f), f.check.name, natural(f.entity), f.problem.zh))
    ran = sorted([*asked, *(f.check for f in called)], key=lambda c: c.name)
    return LintReport(tuple(faults), tuple(ran), shapes)


def _asked(check: Check, about: str, wanted: tuple[str, ...]) -> bool:
    return about in ("all", check.about) and (not wanted or check.name in wanted)


def _known(what: str, word: str, known: Iterable[str]) -> None:
    words = tuple(known)
    if word in words:
        return
    said = {
        "about": Text(f"检查的对象不能是“{word}”", f"a check is not about “{word}”"),
        "check": Text(f"没有名为“{word}”的检查", f"there is no check “{word}”"),
        "regulation": Text(f"没有这部规定：“{word}”", f"there is no regulation “{word}”"),
    }
    raise UsageError(said[what], hint=did_you_mean(word, words) or known_words(words))


def _shapes(store: Store) -> tuple[tuple[ShapeUse, ...], list[tuple[Check, Row]]]:
    from ..validate import run_shapes, whole

    ran = run_shapes(whole(store), "corpus")
    return ran.checked, [(_shape_check(b), Row(b.iri, _same(b.value or b.path or ""))) for b in ran.breaches]


def _functions(corpus: Corpus, called: Iterable[LawCheck]) -> Iterator[tuple[Check, Row]]:
    from .law import Law

    law = Law(corpus)
    for one in called:
        for defect in one.find(law):
            yield one.check, Row(_iri(corpus, defect.entity), defect.problem, defect.clauses)


def _iri(corpus: Corpus, entity: str) -> str:
    return terms.GROUND + entity if entity in corpus.grounds else terms.ID + entity


def _fault(store: Store, corpus: Corpus | None, check: Check, row: Row) -> Fault:
    entity = terms.short(row.iri)
    ids = row.clauses
    if corpus is not None and not ids and check.about == "law":
        ids = _own_clause(corpus, entity)
    clauses = tuple(_clause(corpus, one) for one in ids)
    return Fault(check, entity, row.problem, _file(store, row.iri), None, clauses)


def _own_clause(corpus: Corpus, entity: str) -> tuple[str, ...]:
    """The provision that an entity is or stands in (or the regulation it is), where a check names none."""
    if entity in corpus.norms:
        return (corpus.norms[entity].provision,)
    return (entity,) if entity in corpus.provisions or entity in corpus.regulations else ()


def _clause(corpus: Corpus | None, one: str) -> Clause:
    from ..wording.citation import cite_text

    if corpus is None or not (one in corpus.provisions or one in corpus.regulations):
        return Clause(one, _same(one))
    unit = corpus.provisions.get(one)
    return Clause(one, cite_text(corpus, one, full=True), unit.text if unit else None)


def _same(said: str) -> Text:
    return Text(said, said)


def _shape_check(breach: Breach) -> Check:
    return Check(breach.shape, breach.severity, breach.message, _SHAPE_FIX)


def _grade(fault: Fault) -> int:
    return [str(one) for one in SEVERITIES].index(fault.check.severity)


def _file(store: Store, entity: str) -> str | None:
    from pyoxigraph import NamedNode

    try:
        node = NamedNode(entity)
    except ValueError:
        return None
    for quad in store.quads_for_pattern(node, None, None, None):
        name = getattr(quad.graph_name, "value", "")
        return str(name).removeprefix(terms.GRAPH) or None
    return None
