"""Who acts: outcomes and discretion that no body is named for, duties whose sentence has no subject."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model import Norm, Text
from ..wording.messages import listed
from .law import Defect, Law, law_check
from .phrases import outcomes, unit_of

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["outcome_of_nobody", "sentence_without_subject", "undecided_discretion"]

#: Norms by which somebody is to do something, other than to decide on an outcome.
_ACTING = frozenset({"procedure", "protection", "organisation"})


@law_check(
    "discretion-without-decider",
    "warning",
    Text(
        "条文规定“可以”从宽，而该规定全文没有写明由谁裁量。",
        "A clause says that relief “may” be given, and no words of the regulation say at whose discretion.",
    ),
    fix=Text("写明由哪一机关决定。", "Name the body that decides."),
)
def undecided_discretion(law: Law) -> Iterator[Defect]:
    """Discretionary outcomes whose bearer is not named anywhere in the words of the regulation."""
    yield from _unnamed(law, may=True)


@law_check(
    "outcome-without-decider",
    "warning",
    Text(
        "条文规定了责任或者免责的结果，而该规定全文没有写明由哪一机关认定。",
        "A clause lays down liability or relief, and no words of the regulation say which body determines it.",
    ),
    fix=Text("写明认定和处理的机关。", "Name the body that determines and decides."),
)
def outcome_of_nobody(law: Law) -> Iterator[Defect]:
    """Outcomes that must follow and whose bearer is not named anywhere in the words of the regulation."""
    yield from _unnamed(law, may=False)


def _unnamed(law: Law, may: bool) -> Iterator[Defect]:
    corpus = law.corpus
    wholes = _wholes(corpus)
    units: dict[str, list[Norm]] = {}
    for norm in corpus.norms.values():
        if norm.outcome is None or (norm.modality == "may") is not may:
            continue
        if not any(_bearer(corpus, code).zh in wholes[norm.regulation] for code in norm.bearers):
            units.setdefault(unit_of(corpus, norm), []).append(norm)
    for unit, norms in units.items():
        gives, read = outcomes(corpus, norms), _read(corpus, norms)
        yield Defect(
            unit,
            Text(
                f"“{gives.zh}”由谁认定，全文没有写明{read.zh}",
                f"nothing says who determines: {gives.en}{read.en}",
            ),
            (unit,),
        )


def _wholes(corpus: Corpus) -> dict[str, str]:
    """slug → all the Chinese words of the regulation."""
    texts: dict[str, list[str]] = {slug: [] for slug in corpus.regulations}
    for unit in corpus.provisions.values():
        if unit.text:
            texts[unit.regulation].append(unit.text.zh)
    return {slug: "\n".join(some) for slug, some in texts.items()}


def _read(corpus: Corpus, norms: Iterable[Norm]) -> Text:
    """Whom the graph reads the clause to mean, in brackets."""
    labels = [_bearer(corpus, code) for code in dict.fromkeys(c for n in norms for c in n.bearers)]
    if not labels:
        return Text("", "")
    zh, en = listed(labels, "zh"), listed(labels, "en")
    return Text(f"（本图谱读作{zh}）", f" (read here as: {en})")


def _bearer(corpus: Corpus, code: str) -> Text:
    for scheme in ("body", "role"):
        if code in corpus.concepts[scheme]:
            return corpus.concepts[scheme][code].label
    return Text(code, code)


# --- sentences without a subject ------------------------------------------------------------


@law_check(
    "duty-without-subject",
    "info",
    Text(
        "规定应做之事的句子没有主语，由谁去做没有写明。",
        "A sentence that lays down a duty has no subject: it does not say who is to act.",
    ),
    fix=Text("补写主语。", "Write the subject."),
)
def sentence_without_subject(law: Law) -> Iterator[Defect]:
    """Articles whose duty opens with a sentence in which nothing stands before the verb.

    What an opening says of somebody else (对……, 向……, 在……) is no subject, nor is the one who suffers what the
    duty answers to (……遭遇……的). A later sentence is not looked at:
    the first one of the article has to name who acts, and those after it may leave the name out.
    """
    corpus = law.corpus
    actors = _actors(corpus)
    duties: dict[str, list[Norm]] = {}
    for norm in corpus.norms.values():
        if norm.kind in _ACTING and norm.modality != "may":
            duties.setdefault(norm.provision, []).append(norm)
    for unit, norms in duties.items():
        provision = corpus.provisions.get(unit)
        if provision is None or provision.text is None or provision.kind not in ("article", "paragraph"):
            continue
        if not provision.text.zh or _subject(provision.text.zh, actors):
            continue
        read = _read(corpus, norms)
        zh, en = provision.text.zh, provision.text.en
        yield Defect(
            unit,
            Text(
                f"“{_SENTENCE.split(zh)[0]}”没有写明由谁去做{read.zh}",
                f"“{_ENGLISH.split(en)[0]}” does not say who is to act{read.en}",
            ),
            (unit,),
        )


def _actors(corpus: Corpus) -> re.Pattern[str]:
    """What the name of somebody who acts ends in: the ends of the names of all bodies and roles."""
    names = (c.label.zh for scheme in ("body", "role") for c in corpus.concepts[scheme].values())
    return re.compile("|".join(sorted({re.escape(n[-2:]) for n in names}, key=len, reverse=True)))


_SENTENCE, _ENGLISH = re.compile(r"(?<=[。；])"), re.compile(r"(?<=[.;])\s")
_ADVERBIAL = re.compile(r"(?:^|(?<=[，、：]))(?:对|向|在|因|为|经|坚持)[^，。；]*[，。；]?")
_SUFFERED = re.compile(r"[^，。；]*(?:，[^，。；]*)?(?:遭受|遭遇)[^。；]*?的，")
_MODAL = re.compile(r"应当|应|不得|可以|须")


def _subject(text: str, actors: re.Pattern[str]) -> bool:
    """True where the first sentence has a subject: anything before its modal verb, or else an actor."""
    sentence = _SENTENCE.split(text)[0]
    if any(actors.search(m[1]) for m in re.finditer(r"由([^，。；]+)", sentence)):
        return True
    modal = _MODAL.search(sentence)
    opening = sentence[: modal.start()] if modal else sentence
    before = _ADVERBIAL.sub("", opening)
    if modal:
        return bool(_SUFFERED.sub("", before).strip("，、 "))
    return before == opening or bool(actors.search(before))
