"""The official review form filled in (HTML, XLSX, DOCX, PDF), and the summary workbook of many reviews."""

from __future__ import annotations

from .output import plan_forms, write_file, write_forms
from .render import FORMATS, render_form
from .summary_xlsx import summary_workbook

__all__ = ["FORMATS", "plan_forms", "render_form", "summary_workbook", "write_file", "write_forms"]
