"""The API: the verbs of the command line over HTTP, with the same JSON from the same functions."""
