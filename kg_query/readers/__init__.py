"""Readers of what users bring: one module a file format, one that checks the words.

A reader turns bytes into *drafts*: plain records with a place each, nothing yet believed.
`words` turns drafts into matters against the vocabulary of the graph.  No reader fetches
anything, follows a reference out of its file, or stops at the first fault.
"""
