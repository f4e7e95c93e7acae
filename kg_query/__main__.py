"""`python -m kg_query` is `kgq`."""

from .cli import main

if __name__ == "__main__":
    main()
