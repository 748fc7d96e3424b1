"""Compiled loops of the cascade: arrays in, arrays out, every one declared by `chains.compiled.kernel`.

Comes in: arrays of a `Network`. Goes out: losses, written into arrays of the caller.
Never: checks of what comes in; `resilience.network` has made them.
"""
