"""Compiles every loop once, before the tests ask for them from several processes at a time.

Run by `make test`. Never: a test.
"""

from lieferkette.chains import compiled

compiled.prepare()
print(f"Compiled loops ready after {compiled.warm():.0f} s.", flush=True)
