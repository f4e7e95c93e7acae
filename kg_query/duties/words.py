"""The sentences in which a duty's status is reasoned, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..model import Deadline, Text
from .report import Due, Event

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["STATUS", "WAY", "Sentences"]

STATUS = {
    "fulfilled": Text("已履行", "fulfilled"),
    "breached": Text("已违反", "breached"),
    "pending": Text("期限未满", "pending"),
    "open": Text("无固定期限", "open"),
    "not_triggered": Text("未触发", "not triggered"),
}

WAY = {
    "calendarDays": Text("按自然日", "in calendar days"),
    "workingDays": Text("按工作日", "in working days"),
    "setDay": Text("按事项中所定期限", "by the period set in the matter"),
}


class Sentences:
    """Makes the sentences over one corpus; each gives a whole sentence with its full stop."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    def ground(self, ground: str) -> Text:
        label = self.corpus.grounds[ground].label
        return Text(f"“{label.zh}”", f"“{label.en}”")

    def grounds(self, grounds: Iterable[str]) -> Text:
        named = [self.ground(g) for g in grounds]
        return Text("、".join(n.zh for n in named), ", ".join(n.en for n in named))

    # --- why it is not triggered ----------------------------------------------------------

    def not_shown(self, missing: Sequence[str]) -> Text:
        if not missing:
            return Text("没有触发该义务的事件。", "Nothing that triggers the duty has been found.")
        names = self.grounds(missing)
        return Text(f"未认定{names.zh}。", f"Not found: {names.en}.")

    def ruled_out(self, grounds: Sequence[str]) -> Text:
        names = self.grounds(grounds)
        return Text(f"{names.zh}已被排除。", f"Ruled out: {names.en}.")

    def blocked(self, grounds: Sequence[str]) -> Text:
        names = self.grounds(grounds)
        return Text(
            f"关于{names.zh}的认定使该规范不适用。",
            f"What was found on {names.en} keeps the norm from applying.",
        )

    def undetermined(self, grounds: Sequence[str]) -> Text:
        names = self.grounds(grounds)
        return Text(
            f"是否触发取决于{names.zh}，该项尚未查明。",
            f"Whether it is triggered depends on {names.en}, which is not yet known.",
        )

    def defeated(self) -> Text:
        return Text("该规范被另一规范排除。", "The norm is set aside by another.")

    def later(self, event: Event) -> Text:
        name = self.ground(event.ground)
        return Text(
            f"{name.zh}的日期为{event.date}，在所问之日以后，不计。",
            f"{name.en} is dated {event.date}, after the day asked about, and is left out.",
        )

    # --- the trigger ----------------------------------------------------------------------

    def triggered(self, event: Event) -> Text:
        name = self.ground(event.ground)
        return Text(f"{name.zh}：{event.date}。", f"{name.en}: {event.date}.")

    def undated_trigger(self, ground: str, has_period: bool) -> Text:
        name = self.ground(ground)
        if has_period:
            return Text(
                f"{name.zh}已认定而未注明日期，期限无从起算；请补上日期。",
                f"{name.en} is established without a date, so the period cannot be counted; add the date.",
            )
        return Text(f"{name.zh}已认定，未注明日期。", f"{name.en} is established, without a date.")

    def several_dates(self, dates: Sequence[str]) -> Text:
        return Text(
            f"起算事件写有不同日期（{'、'.join(dates)}），取最早者。",
            f"The trigger is given several dates ({', '.join(dates)}); the earliest counts.",
        )

    # --- the period -----------------------------------------------------------------------

    def period(self, deadline: Deadline, due: Sequence[Due]) -> Text:
        number = f"{deadline.quantity:g}"
        two = len(due) > 1
        zh = "；".join(
            f"{WAY[d.day_kind].zh}至{d.date}"
            + (f"（算至{d.rolled_from}，为休息日，顺延）" if d.rolled_from else "")
            for d in due
        )
        en = "; ".join(
            f"{WAY[d.day_kind].en} until {d.date}"
            + (f" (the count ends on {d.rolled_from}, a rest day, and runs on)" if d.rolled_from else "")
            for d in due
        )
        return Text(
            f"期限{number}日，{'条文未写明日的种类，两种算法：' if two else ''}{zh}。",
            f"Period of {number} days{', of a kind the clause does not state' if two else ''}: {en}.",
        )

    def set_day(self, event: Event) -> Text:
        name = self.ground(event.ground)
        return Text(f"{name.zh}：{event.date}。", f"{name.en}: {event.date}.")

    def undated_set_day(self, ground: str) -> Text:
        name = self.ground(ground)
        return Text(f"{name.zh}未注明日期，请补上。", f"{name.en} is given without its date; add it.")

    def uncounted(self) -> Text:
        return Text(
            "条文所定期限不是确定的日数，未作计算。",
            "The clause's period is not a fixed number of days and is not counted.",
        )

    def no_period(self) -> Text:
        return Text("条文没有固定期限。", "The clause fixes no period.")

    def worded(self, wording: Text, modality: Text) -> Text:
        return Text(
            f"条文写“{wording.zh}”，不是“{modality.zh}”。",
            f"The clause says “{wording.en}”, not “{modality.en}”.",
        )

    def right(self) -> Text:
        return Text("这是权利，不行使不构成违反。", "This is a right: not using it is no breach.")

    # --- the act --------------------------------------------------------------------------

    def done(self, event: Event) -> Text:
        name = self.ground(event.ground)
        if event.date is None:
            return Text(f"{name.zh}，未注明日期。", f"{name.en}, without a date.")
        return Text(f"{name.zh}：{event.date}。", f"{name.en}: {event.date}.")

    def undated_act(self) -> Text:
        return Text(
            "是否按期无从判断；请补上日期。", "Whether that was in time cannot be told; add the date."
        )

    def too_early(self, event: Event) -> Text:
        name = self.ground(event.ground)
        return Text(
            f"{name.zh}的日期{event.date}早于起算事件，不作为履行；请核对日期。",
            f"{name.en} is dated {event.date}, before the trigger, and does not count as done; check the dates.",
        )

    def after_days(self, days: int) -> Text:
        return Text(
            f"距起算事件{days}日。", f"That is {days} day{'' if days == 1 else 's'} after the trigger."
        )

    def not_done(self, grounds: Sequence[str], as_of: str, in_issue: bool) -> Text:
        names = self.grounds(grounds)
        if in_issue:
            return Text(f"{names.zh}尚未查明。", f"Not yet known: {names.en}.")
        return Text(f"至{as_of}未见{names.zh}。", f"Not found by {as_of}: {names.en}.")

    def violated(self, event: Event) -> Text:
        name = self.ground(event.ground)
        day = Text(f"（{event.date}）", f" ({event.date})") if event.date else Text("", "")
        return Text(f"已认定{name.zh}{day.zh}。", f"Found: {name.en}{day.en}.")

    def omitted(self, grounds: Sequence[str]) -> Text:
        names = self.grounds(grounds)
        return Text(f"{names.zh}已查明没有发生。", f"Found not to have happened: {names.en}.")

    def lasting(self) -> Text:
        return Text(
            "这是持续的不作为义务，尚未见违反。",
            "This is a lasting duty to refrain; no breach has been found.",
        )

    # --- the two ways ---------------------------------------------------------------------

    def ways(self, due: Sequence[Due]) -> Text:
        zh = "，".join(f"{WAY[d.day_kind].zh}{STATUS[d.status].zh}" for d in due)
        en = ", ".join(f"{WAY[d.day_kind].en} {STATUS[d.status].en}" for d in due)
        return Text(
            f"两种算法结论不同：{zh}；只有各种算法都违反才算违反。",
            f"The two ways of counting give different answers: {en}; a duty counts as breached only when it is "
            "in every way.",
        )
