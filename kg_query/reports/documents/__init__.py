"""Reports as values, and their renderers: one builder, every format."""
