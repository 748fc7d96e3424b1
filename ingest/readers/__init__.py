"""From bytes to tables of text.

Comes in: the bytes of one file and the name it came with. Goes out: one `RawTable` per sheet, all text,
nothing inferred, every record with its physical line. Never does: guess what a column means, drop a row, or
parse a spreadsheet inside this process (a guarded child does that).
"""

from ingest.readers.read import read

__all__ = ["read"]
