"""Reports as values, and their renderers: one builder, every format."""

from __future__ import annotations

from .render import FORMATS, TABLE_FORMATS, render, render_table

__all__ = ["FORMATS", "TABLE_FORMATS", "render", "render_table"]
