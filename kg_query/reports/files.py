"""Files that are the same byte for byte whenever they are made from the same review."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from io import BytesIO

__all__ = ["EPOCH", "made_at", "steady_zip"]

#: The moment that files carry where the review names no day.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def made_at(day: str | None) -> datetime:
    """The moment a file carries as its date: the day of the review at midnight, never the clock's.

    >>> made_at("2024-03-05").isoformat(), made_at(None) == EPOCH
    ('2024-03-05T00:00:00+00:00', True)
    """
    try:
        found = datetime.strptime(day or "", "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return EPOCH
    return found if 1980 <= found.year <= 2100 else EPOCH


def steady_zip(content: bytes) -> bytes:
    """The zip archive packed anew: same members in the same order, without the time of packing."""
    packed = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for member in old.infolist():
            entry = zipfile.ZipInfo(member.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            new.writestr(entry, old.read(member))
    return packed.getvalue()
