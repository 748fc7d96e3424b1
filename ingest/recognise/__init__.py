"""Which export is this, where is its heading row, and what does every column mean.

Comes in: a `RawTable` and what the caller fixed (`Hints`). Goes out: a `Recognition` with a score, samples
and a reason for every column. Never does: change a cell or drop a row. What is known about exports is data in
here (aliases.csv, fingerprints.toml); a new export is a data entry, not code.
"""

from ingest.recognise.recognise import recognise, recognise_all

__all__ = ["recognise", "recognise_all"]
