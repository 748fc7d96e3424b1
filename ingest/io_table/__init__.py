"""Official input-output tables: from the file that a user downloaded to shares of inputs by pair of sectors.

Comes in: a table of Destatis, Eurostat (FIGARO and others) or the WIOD. Goes out: rows of `io_coefficient`.
Never: a table that ships with the program, or a share where a file gives none.
"""

from ingest.io_table.load import import_io_table

__all__ = ["import_io_table"]
