"""Linked data: every IRI of the graph leads to a page and to data about what it names.

`addresses` leads from IRIs to paths and back, `looking_up` reads descriptions from the dataset by the
queries of `queries`, `writing` and `page` say them as data and as a page, `documents` has what is a
document itself (vocabulary, shapes, graphs, decisions), `answers` decides what a request gets, and
`routes` makes HTTP of it.
"""
