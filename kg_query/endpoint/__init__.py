"""A SPARQL endpoint without HTTP: queries answered, and changes made, in processes that can be killed."""
