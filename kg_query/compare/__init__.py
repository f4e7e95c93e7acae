"""The room of comparison: what the regulations say of the same thing, side by side."""
