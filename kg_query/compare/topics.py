"""The topics of procedure that the graph states, and which norm is on which, as values."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..compile.text import natural
from ..errors import CorpusError, Problem, did_you_mean
from ..files import PACKAGE
from ..model import Text
from ..terms import LAW, SKOS, code, short

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..corpus import Corpus

__all__ = ["Topic", "TopicGroup", "Topics", "read_topics"]


@dataclass(frozen=True, slots=True)
class TopicGroup:
    """Topics that belong together: deciding, investigating, following up, protecting …"""

    id: str
    notation: str
    label: Text
    definition: Text


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of procedure on which regulations are set side by side.

    `notation` is its number within the scheme (`3.2`), which is the order of the tables.
    """

    id: str
    group: TopicGroup
    notation: str
    label: Text
    definition: Text

    def to_json(self) -> dict[str, Any]:
        """The topic with its group, as plain JSON data."""
        return {
            "topic": self.id,
            "notation": self.notation,
            "label": self.label.to_json(),
            "definition": self.definition.to_json(),
            "group": self.group.id,
            "group_label": self.group.label.to_json(),
        }


@dataclass(frozen=True, slots=True)
class Topics:
    """Everything that the graph says of topics.

    Attributes:
        topics: id → topic, in the order of their numbers.
        norms: topic → the ids of the norms on it, in document order.
        kinds: the kinds of norm that ought to name a topic.
        period_wording: deadline → the words of the clause for it (及时, 限期).
        modality_wording: norm → the clause's own word for its modality (一般应).
    """

    topics: dict[str, Topic]
    norms: dict[str, tuple[str, ...]]
    kinds: frozenset[str]
    period_wording: dict[str, Text]
    modality_wording: dict[str, Text]


def read_topics(corpus: Corpus, store: Store) -> Topics:
    """The topics, and the norms of every regulation that name them.

    Args:
        corpus: the compiled law, which holds the norms.
        store: the graph (`KnowledgeGraph.store`).

    Raises:
        CorpusError: a topic without label, number or group, a norm on a topic that is not there, or a
            statement about a norm that is not there; every fault is named.

    Source: ontology/topics.ttl, and `law:topic` in the files of the regulations.
    """
    return _Reader(corpus, store).topics()


class _Reader:
    def __init__(self, corpus: Corpus, store: Store) -> None:
        self.corpus = corpus
        self.problems: list[Problem] = []
        self.said: dict[str, dict[str, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
        query = (PACKAGE / "compare" / "procedure.rq").read_text("utf-8")
        rows: Any = store.query(query, use_default_graph_as_union=True)
        for row in rows:
            value = row["value"]
            pair = (value.value, getattr(value, "language", None) or "")
            mine = self.said[row["property"].value][row["entity"].value]
            if pair not in mine:
                mine.append(pair)

    def topics(self) -> Topics:
        homes = {iri: [group for group, _ in some] for iri, some in self.said[LAW + "group"].items()}
        groups = {
            iri: TopicGroup(short(iri), self.notation(iri), *self.words(iri))
            for iri in {group for some in homes.values() for group in some}
            & set(self.said[SKOS + "prefLabel"])
        }
        named = {iri for iri in self.said[SKOS + "prefLabel"] if iri not in groups}
        found = []
        for iri in sorted(named):
            home = [groups[group] for group in homes.get(iri, ()) if group in groups]
            if len(home) != 1:
                self.fault(iri, "事项应当恰好属于一组（law:group）", "a topic is in one group (law:group)")
                continue
            found.append(Topic(short(iri), home[0], self.notation(iri), *self.words(iri)))
        found.sort(key=lambda t: (natural(t.notation), t.id))
        topics = {t.id: t for t in found}
        norms = self.norms(topics, {short(iri) for iri in named})
        result = Topics(
            topics,
            norms,
            frozenset(short(k) for k in self.said[LAW + "comparedByTopic"]),
            {short(d): self.text(LAW + "periodWording", d) for d in self.said[LAW + "periodWording"]},
            {short(n): self.text(LAW + "modalityWording", n) for n in self.said[LAW + "modalityWording"]},
        )
        if self.problems:
            raise CorpusError.collect(self.problems)
        return result

    def norms(self, topics: dict[str, Topic], named: set[str]) -> dict[str, tuple[str, ...]]:
        place = {norm: i for i, norm in enumerate(self.corpus.norms)}
        found: dict[str, list[str]] = {topic: [] for topic in topics}
        for iri, stated in self.said[LAW + "topic"].items():
            norm = short(iri)
            if norm not in place:
                self.fault(iri, "只有规范可以有事项（law:topic）", "only a norm is on a topic (law:topic)")
                continue
            for topic in (short(value) for value, _ in stated):
                if topic in found:
                    found[topic].append(norm)
                elif topic not in named:
                    hint = did_you_mean(topic, topics)
                    self.fault(iri, f"没有事项 {topic}", f"there is no topic {topic}", hint)
        return {topic: tuple(sorted(some, key=place.__getitem__)) for topic, some in found.items()}

    def words(self, iri: str) -> tuple[Text, Text]:
        return self.text(SKOS + "prefLabel", iri), self.text(SKOS + "definition", iri)

    def text(self, predicate: str, iri: str) -> Text:
        languages = {language: value for value, language in self.said[predicate].get(iri, ())}
        if not languages.get("zh") or not languages.get("en"):
            name = code(predicate)
            self.fault(iri, f"{name} 应当中英文各有一个", f"{name} is given in Chinese and in English")
        return Text(languages.get("zh", ""), languages.get("en", ""))

    def notation(self, iri: str) -> str:
        stated = self.said[SKOS + "notation"].get(iri, [])
        if len(stated) != 1:
            self.fault(iri, "应当恰好有一个序号（skos:notation）", "it has one number (skos:notation)")
        return stated[0][0] if stated else ""

    def fault(self, iri: str, zh: str, en: str, hint: Text | None = None) -> None:
        self.problems.append(Problem(Text(zh, en), short(iri), hint))
