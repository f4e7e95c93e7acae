"""What a YAML file of the tests holds, read by libyaml where it is there: it is many times as fast."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ["from_yaml"]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def from_yaml(path: Path) -> Any:
    """The value of a file."""
    return yaml.load(path.read_text("utf-8"), Loader=_LOADER)
