"""What has to be done once tolerance has been decided: each duty, its period, and what became of it.

The duties are data (`law:Duty` in the norms of a regulation): which norm demands them, which dated
event triggers them and which fulfils them. Whether a norm applies is the engine's answer; the days are
the calendar's. A period of "days" of an unspecified kind is counted both ways.
"""

from __future__ import annotations

from .follow import follow
from .reading import Duty, read_duties
from .report import Due, Duties, DutyResult, Event, RegulationDuties

__all__ = ["Due", "Duties", "Duty", "DutyResult", "Event", "RegulationDuties", "follow", "read_duties"]
