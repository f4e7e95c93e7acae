"""Full text over units, grounds, outcomes and regulations, in Chinese and English.

Chinese has no spaces, and word segmentation misses what it cuts wrongly; so a Chinese word matches
wherever its characters stand together, found by comparison with the text itself. An English word
matches where a word begins with it, whatever the case. All words of a query must occur. Where
nothing has them all, the units that share most pairs of neighbouring characters with the query are
offered instead, marked `approximate`.

>>> from kg_query import KnowledgeGraph
>>> hit = KnowledgeGraph.open().search("或者其他难以克服的因素", kinds=["provision"])[0]
>>> hit.id, hit.snippet("zh", "[", "]")
('lianyungang/art_8__point_26', '因不可抗力[或者其他难以克服的因素]，导致未能依法履行职责的；')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .corpus import Corpus
from .errors import UsageError, did_you_mean, known_words
from .model import Text
from .wording.citation import cite

__all__ = ["COLUMNS", "KINDS", "Hit", "search"]

#: What can be found.
KINDS = ("provision", "ground", "outcome", "regulation")
#: What the columns of a table of hits are called.
COLUMNS = ("kind", "id", "regulation", "label", "snippet", "approximate")

_WORD = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+|[0-9A-Za-z_]+(?:['’-][0-9A-Za-z_]+)*")
_QUOTED = re.compile(r'"([^"]+)"|“([^”]+)”')
_BRACKETS = dict(zip("〔〕【】［］", "[][][]", strict=True))
_AROUND = 28
#: How much a match counts by the field it is in.
_WEIGHT = {"id": 6.0, "number": 5.0, "label": 4.0, "text": 2.0, "more": 1.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, where the words stand in it, and how well it fits.

    `kind` is "provision", "ground", "outcome" or "regulation"; `marks` are the places of the words
    in `text.zh` and `text.en`, as (start, end). `approximate` hits share characters, not words.
    """

    kind: str
    id: str
    regulation: str | None
    label: Text
    text: Text
    marks: tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]
    score: float
    approximate: bool = False

    def snippet(self, lang: str, before: str = "", after: str = "") -> str:
        """The passage around the first words found, each word set between `before` and `after`.

        The passage is in `lang` where the words stand there, else in the other language.
        """
        order = (1, 0) if lang == "en" else (0, 1)
        side = next((s for s in order if self.marks[s]), order[0])
        text = (self.text.zh, self.text.en)[side] or self.text.in_(lang)
        marks = self.marks[side]
        around = _AROUND * (1 + side)
        start = max(0, marks[0][0] - around) if marks else 0
        end = min(len(text), (marks[0][1] if marks else 0) + 2 * around)
        if side == 1:  # whole English words
            start = 0 if start == 0 else text.find(" ", start) + 1
            end = len(text) if end == len(text) else max(text.rfind(" ", 0, end), marks[0][1] if marks else 0)
        shown, here = "…" if start else "", start
        for a, b in marks:
            if a >= here and b <= end:
                shown += text[here:a] + before + text[a:b] + after
                here = b
        return shown + text[here:end] + ("…" if end < len(text) else "")

    def to_json(self) -> dict[str, Any]:
        """The hit as plain JSON data; marks are offsets into the texts."""
        return {
            "kind": self.kind,
            "id": self.id,
            "regulation": self.regulation,
            "label": self.label.to_json(),
            "text": self.text.to_json(),
            "marks": {"zh": [list(m) for m in self.marks[0]], "en": [list(m) for m in self.marks[1]]},
            "score": round(self.score, 3),
            "approximate": self.approximate,
        }

    def row(self, lang: str) -> tuple[Any, ...]:
        """The hit as a row under `COLUMNS`, texts in `lang`."""
        return self.kind, self.id, self.regulation, self.label.in_(lang), self.snippet(lang), self.approximate


@dataclass(frozen=True, slots=True)
class _Entry:
    """Something that can be found, with its fields folded for comparison."""

    kind: str
    id: str
    regulation: str | None
    label: Text
    text: Text
    fields: tuple[tuple[str, str], ...]


def search(
    corpus: Corpus,
    words: str,
    *,
    regulation: str | None = None,
    kinds: Iterable[str] | None = None,
    limit: int | None = 20,
) -> tuple[Hit, ...]:
    """What the words occur in, the best fit first.

    Args:
        corpus: the compiled law.
        words: Chinese or English words, numbers (第九条), ids, document numbers; all must occur. A
            phrase in quotation marks must occur as it stands.
        regulation: only units of this regulation.
        kinds: only these of "provision", "ground", "outcome", "regulation".
        limit: at most so many; None for all.

    Raises:
        UsageError: no word to look for, or no such regulation or kind.
    """
    wanted = _terms(words)
    _known(regulation, corpus.regulations)
    for kind in () if kinds is None else (kinds := tuple(kinds)):
        _known(kind, KINDS)
    if not wanted:
        raise UsageError(
            Text("没有可供检索的词", "there is no word to look for"),
            hint=Text("例如：kgq search 不可抗力", "For example: kgq search 'force majeure'"),
        )
    allowed = None if kinds is None else set(kinds)
    entries = [
        e
        for e in _entries(corpus)
        if (allowed is None or e.kind in allowed) and (regulation is None or e.regulation == regulation)
    ]
    hits = [hit for e in entries if (hit := _match(e, wanted)) is not None]
    if not hits:
        hits = list(_similar(entries, "".join(wanted)))
    place = {e.id: i for i, e in enumerate(entries)}
    hits.sort(key=lambda h: (-h.score, place[h.id]))
    return tuple(hits if limit is None else hits[:limit])


def _known(word: str | None, known: Iterable[str]) -> None:
    names = list(known)
    if word is not None and word not in names:
        raise UsageError(
            Text(f"没有 {word}", f"there is no {word}"),
            hint=did_you_mean(word, names) or known_words(names),
        )


def fold(text: str) -> str:
    """The text as it is compared: one character for one, width and case evened out.

    >>> fold("（Ａ）Force")
    '(a)force'
    """
    return "".join(_fold_one(c) for c in text)


@lru_cache(maxsize=8192)
def _fold_one(character: str) -> str:
    plain = _BRACKETS.get(character) or unicodedata.normalize("NFKC", character)
    lower = (plain if len(plain) == 1 else character).lower()
    return lower if len(lower) == 1 else character


def _terms(words: str) -> tuple[str, ...]:
    found: list[str] = []

    def phrase(match: re.Match[str]) -> str:
        found.append(fold((match[1] or match[2]).strip()))
        return " "

    rest = fold(_QUOTED.sub(phrase, words))
    for piece in rest.split():
        if re.search(r"[/_\[\]〔〕-]", piece) and len(piece) > 1 and _WORD.search(piece):
            found.append(piece)  # an id or a document number, as it stands
        else:
            found.extend(m.group() for m in _WORD.finditer(piece))
    return tuple(dict.fromkeys(t for t in found if t))


@lru_cache(maxsize=4)
def _entries(corpus: Corpus) -> tuple[_Entry, ...]:
    return tuple(_all_entries(corpus))


def _all_entries(corpus: Corpus) -> Iterator[_Entry]:
    none = Text("", "")
    for r in corpus.regulations.values():
        names = (r.label.zh, r.label.en, r.number or "", *((r.issuer.zh, r.issuer.en) if r.issuer else ()))
        yield _entry("regulation", r.slug, r.slug, r.label, r.label, "", names, (r.issued or "",))
    for p in corpus.provisions.values():
        text = p.text or none
        numbers = (p.number or "", *((p.notation,) if p.notation else ()))
        label = Text(_number(corpus, p.id), p.id)
        yield _entry("provision", p.id, p.regulation, label, text, " ".join(numbers), (), (label.zh,))
    for o in corpus.outcomes.values():
        more = (o.definition.zh, o.definition.en)
        yield _entry("outcome", o.code, None, o.label, o.label, "", (o.label.zh, o.label.en), more)
    for g in corpus.grounds.values():
        more = (g.definition.zh, g.definition.en)
        yield _entry("ground", g.id, None, g.label, g.label, "", (g.label.zh, g.label.en), more)


def _entry(
    kind: str,
    identifier: str,
    regulation: str | None,
    label: Text,
    text: Text,
    number: str,
    names: Iterable[str],
    more: Iterable[str],
) -> _Entry:
    fields = (
        ("text", fold(text.zh)),
        ("text", fold(text.en)),
        ("id", fold(identifier)),
        ("number", fold(number)),
        *(("label", fold(n)) for n in names),
        *(("more", fold(m)) for m in more),
    )
    return _Entry(kind, identifier, regulation, label, text, fields)


def _number(corpus: Corpus, provision: str) -> str:
    """How the unit is cited: 第八条第（二十六）项; below an annex the printed numbers, 附件4…2、（4）."""
    path = provision.rpartition("/")[2]
    if path.startswith("art_") and corpus.provisions[provision].notation is None:
        cited = cite(corpus, provision, "zh")
        if "“" not in cited:
            return cited
    units = [*reversed(list(corpus.ancestors(provision))), corpus.provisions[provision]]
    printed = [u.number for u in units if u.number and u.kind != "chapter"]
    if path.startswith("annex_") and len(printed) > 1:
        return f"{printed[0]}…{''.join(printed[1:])}"
    return "".join(printed) or next((u.number for u in reversed(units) if u.number), "")


def _places(term: str, text: str) -> list[tuple[int, int]]:
    """Where a word stands: Chinese anywhere, Latin letters and digits only at the start of a word."""
    places = []
    at = text.find(term)
    while at >= 0:
        first = term[0]
        inside = (
            at > 0
            and first.isascii()
            and first.isalnum()
            and text[at - 1].isascii()
            and (text[at - 1].isalnum())
        )
        if not inside:
            places.append((at, at + len(term)))
        at = text.find(term, at + 1)
    return places


def _match(entry: _Entry, wanted: tuple[str, ...]) -> Hit | None:
    score = 0.0
    marks: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for term in wanted:
        best = 0.0
        for i, (name, content) in enumerate(entry.fields):
            if term not in content:
                continue
            places = _places(term, content)
            if not places:
                continue
            if i < 2:
                marks[i].extend(places)
            whole = 2.0 if content == term else 1.0
            best = max(
                best, whole * _WEIGHT[name] + min(len(places), 3) * 0.1 + len(term) / (len(content) + 9)
            )
        if best == 0.0:
            return None
        score += best
    zh, en = (_joined(m) for m in marks)
    return Hit(entry.kind, entry.id, entry.regulation, entry.label, entry.text, (zh, en), score)


def _joined(places: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    for a, b in sorted(places):
        if found and a <= found[-1][1]:
            found[-1] = (found[-1][0], max(b, found[-1][1]))
        else:
            found.append((a, b))
    return tuple(found)


def _similar(entries: list[_Entry], joined: str) -> Iterator[Hit]:
    """The entries that share at least half of the query's pairs of characters."""
    pairs = {joined[i : i + 2] for i in range(len(joined) - 1)}
    if len(pairs) < 2:
        return
    for e in entries:
        best, content = max(
            ((sum(p in c for p in pairs), c) for name, c in e.fields if name in ("text", "label")),
            key=lambda found: found[0],
            default=(0, ""),
        )
        if best * 2 < len(pairs):
            continue
        marks: list[tuple[tuple[int, int], ...]] = []
        for _, text in e.fields[:2]:
            spots = [s for p in pairs for s in _places(p, text)] if text == content else []
            marks.append(_joined(spots))
        score = best / len(pairs)
        yield Hit(e.kind, e.id, e.regulation, e.label, e.text, (marks[0], marks[1]), score, True)
