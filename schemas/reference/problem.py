"""What is wrong with an official list that somebody handed in: what, where, and the mend.

Never: a program's own mistake (those stay ordinary exceptions).
"""

from __future__ import annotations


class ListProblem(ValueError):
    """A list that cannot be taken as it is, said in German and English.

    `where` names the line, column or sheet in words that both languages share ("line 7", "places.csv:7").
    """

    def __init__(self, *, where: str, what_de: str, what_en: str, mend_de: str, mend_en: str) -> None:
        self.where = where
        self.de = f"{where}: {what_de} {mend_de}"
        self.en = f"{where}: {what_en} {mend_en}"
        super().__init__(self.en)
