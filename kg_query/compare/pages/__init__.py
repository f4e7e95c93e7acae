"""The pages of a comparison: each part as a section of a report, in one language."""
