"""The example region: an invented Märkische Region, its raw files and the truth behind them.

See README.md. Shares no code with the readers, matchers and models that are tried on it.
"""
