"""The errors of ingest, each said in German and English: a file that cannot be read, a change that is refused.

A bad row is a result and never an error; it is listed with its reason in `left_out`.
"""

from __future__ import annotations


class UnreadableFile(Exception):
    """A file that cannot be read at all, said in German and English: what, where, and the mend.

    `code` names the kind of problem and stays stable (`empty`, `too_large`, `password`, `no_heading`, ...).
    """

    def __init__(self, code: str, de: str, en: str) -> None:
        super().__init__(en)
        self.code = code
        self.de = de
        self.en = en

    def __reduce__(self) -> tuple[type[UnreadableFile], tuple[str, str, str]]:
        return (UnreadableFile, (self.code, self.de, self.en))


class Refused(Exception):
    """A change that cannot be made as things stand; nothing was changed."""

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.de = de
        self.en = en
