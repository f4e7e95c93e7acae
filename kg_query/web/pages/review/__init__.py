"""The page of file review: a case file uploaded or typed, its score, what to judge by eye, the official forms.

`draft` is the file as it is typed, `controls` the form made from the schema, `judging` what a reviewer judges,
`desk` the state that goes to and fro in the form, `told` a review as the page tells it, `uploads` what a browser
sends, `batch` several files at once. Nothing of a case is kept: the form carries it.
"""

from .routes import router

__all__ = ["router"]
