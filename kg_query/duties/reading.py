"""The follow-up duties that the graph states, as values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import CorpusError, Problem, did_you_mean
from ..files import PACKAGE
from ..model import Norm, Text
from ..terms import LAW, RDFS, short

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyoxigraph import Store

    from ..corpus import Corpus

__all__ = ["Duty", "read_duties"]


@dataclass(frozen=True, slots=True)
class Duty:
    """One act that a norm calls for (or rules out) once something has happened.

    Attributes:
        id: such as `nanmu/norm/duty_art_13_publish`.
        norm: the norm that demands it; kind, modality, bearers and condition are the norm's.
        label: the act, in a few words.
        words: the part of the clause that it rests on.
        modality_wording: the clause's own word for the modality, where it is not the usual one.
        triggers: grounds, one of which shows the triggering event.
        fulfilled_by: grounds, one of which shows the act to have been done.
        breached_by: grounds, one of which shows what is ruled out to have been done.
        ends_on: grounds whose date is the last day of a period set in the matter.
        deadline: id of the period that the clause sets, or None.
        readings: ids of the readings it rests on.
    """

    id: str
    norm: Norm
    label: Text
    words: Text
    modality_wording: Text | None
    triggers: tuple[str, ...]
    fulfilled_by: tuple[str, ...]
    breached_by: tuple[str, ...]
    ends_on: tuple[str, ...]
    deadline: str | None
    readings: tuple[str, ...]

    @property
    def events(self) -> tuple[str, ...]:
        """The grounds that are events of the past: what triggers, fulfils or breaches."""
        return (*self.triggers, *self.fulfilled_by, *self.breached_by)


def read_duties(corpus: Corpus, store: Store) -> dict[str, tuple[Duty, ...]]:
    """slug → the follow-up duties of the regulation, in the order of its text.

    Args:
        corpus: the compiled law, which holds the norms, grounds and periods that the duties name.
        store: the graph (`KnowledgeGraph.store`).

    Raises:
        CorpusError: with every duty that is not complete or names what does not exist.
    """
    query = (PACKAGE / "duties" / "duties.rq").read_text("utf-8")
    said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    rows: Any = store.query(query, use_default_graph_as_union=True)
    for row in rows:
        value = row["value"]
        pair = (value.value, getattr(value, "language", None) or "")
        said[row["duty"].value][row["property"].value].append(pair)
    problems: list[Problem] = []
    found = [_Reader(corpus, iri, stated, problems).duty() for iri, stated in said.items()]
    if problems:
        raise CorpusError.collect(problems)
    duties = [duty for duty in found if duty is not None]
    duties.sort(key=lambda d: (_place(corpus, d), d.id))
    return {
        slug: mine
        for slug in corpus.regulations
        if (mine := tuple(d for d in duties if d.norm.regulation == slug))
    }


def _place(corpus: Corpus, duty: Duty) -> tuple[int, int]:
    unit = corpus.provisions[duty.norm.provision]
    return unit.position, unit.text.zh.find(duty.words.zh) if unit.text else 0


class _Reader:
    def __init__(
        self,
        corpus: Corpus,
        iri: str,
        said: dict[str, list[tuple[str, str]]],
        problems: list[Problem],
    ) -> None:
        self.corpus, self.iri, self.said, self.problems = corpus, iri, said, problems

    def fault(self, zh: str, en: str, hint: Text | None = None) -> None:
        self.problems.append(Problem(Text(zh, en), short(self.iri), hint))

    def duty(self) -> Duty | None:
        before = len(self.problems)
        norms = self.links("demandedBy", self.corpus.norms)
        if len(norms) != 1:
            self.fault("应当恰好出自一项规范（law:demandedBy）", "one norm demands a duty (law:demandedBy)")
        triggers = self.links("triggerGround", self.corpus.grounds)
        fulfilled, breached = (self.links(p, self.corpus.grounds) for p in ("fulfilledBy", "breachedBy"))
        ends = self.links("endsOn", self.corpus.grounds)
        if not triggers:
            self.fault("没有写明起算事由（law:triggerGround）", "law:triggerGround is missing")
        if bool(fulfilled) == bool(breached):
            self.fault(
                "应当写明以何完成（law:fulfilledBy）或者以何违反（law:breachedBy），二者取一",
                "a duty says either what fulfils it (law:fulfilledBy) or what breaches it (law:breachedBy)",
            )
        deadlines = self.links("deadline", self.corpus.deadlines)
        if len(deadlines) > 1 or (deadlines and ends):
            self.fault("期限多于一个", "there is more than one period")
        readings = self.links("restsOn", self.corpus.readings)
        label, words = self.text(RDFS + "label"), self.text(LAW + "words")
        if len(self.problems) > before or label is None or words is None:
            return None
        return Duty(
            id=short(self.iri),
            norm=self.corpus.norms[norms[0]],
            label=label,
            words=words,
            modality_wording=self.text(LAW + "modalityWording")
            if LAW + "modalityWording" in self.said
            else None,
            triggers=triggers,
            fulfilled_by=fulfilled,
            breached_by=breached,
            ends_on=ends,
            deadline=deadlines[0] if deadlines else None,
            readings=readings,
        )

    def links(self, name: str, known: Iterable[str]) -> tuple[str, ...]:
        """The ids a property points to, sorted; one that does not exist is a fault."""
        found = sorted({short(value) for value, _ in self.said.get(LAW + name, ())})
        for one in found:
            if one not in known:
                self.fault(
                    f"law:{name} 所指的 {one} 不存在",
                    f"law:{name} points to {one}, which does not exist",
                    did_you_mean(one, known),
                )
        return tuple(one for one in found if one in known)

    def text(self, iri: str) -> Text | None:
        languages = {language: value for value, language in self.said.get(iri, ())}
        if not languages.get("zh") or not languages.get("en"):
            self.fault(f"{short(iri)} 应当中英文各有一个", f"{short(iri)} is given in Chinese and in English")
            return None
        return Text(languages["zh"], languages["en"])
