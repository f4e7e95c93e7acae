"""What the renderers fill in: the words of the pages, the binding of annex 2, and the page templates."""
