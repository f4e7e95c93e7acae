"""The official review form filled in (HTML, XLSX, DOCX, PDF), and the summary workbook of many reviews."""

from __future__ import annotations

from .render import FORMATS, render_form

__all__ = ["FORMATS", "render_form"]
