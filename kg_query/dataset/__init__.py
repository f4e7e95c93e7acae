"""The dataset that the service answers from: put together, inferred, described, built in one step, verified.

`assemble` says what stands in it, `closure` what follows from that, `description` and `named` what it is
and what can be asked of it, `versions` how it lies on disk and `build` how it gets there.
"""
