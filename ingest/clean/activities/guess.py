"""What is said of a sector, how sure that is, and the letters that both ways of finding it compare.

Comes in: a text. Goes out: `Guess` is what comes of it, `folded` the text in the letters a to z.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clean.names import transliteration
from schemas.reference import sectors

#: From this confidence on a guess is taken; below, its alternatives are asked about.
TAKEN_FROM = 0.6
#: Alternatives offered at most.
ALTERNATIVES = 3
#: What may follow a word of trade in a compound without making it another thing: forms, and words of making and
#: dealing ("Federnherstellung", "Drehteilefertigung"); a guess is asked after any other ("Hydraulikpressen").
_SAME_THING = re.compile(
    r"(e|en|n|s|er|es|em|ei|erei|ung|ungen|teil|teile|teilen|technik|systeme?|komponenten|produkte|artikel|waren|"
    r"erzeugnisse|arbeiten|anlagen|betriebe?|dienst|service|werke?|fabrik|bau|unternehmen|branche|industrie|"
    r"[a-z]*(fertigung|herstellung|hersteller|produktion|bearbeitung|verarbeitung|handel|haendler|vertrieb|anbau|zucht|gmbh))"
)


@dataclass(frozen=True)
class Guess:
    """A WZ 2008 code (None where nothing fits), how sure it is (0 to 1), and what else it may be, likeliest first."""

    code: str | None
    confidence: float
    alternatives: tuple[str, ...] = ()

    @property
    def is_taken(self) -> bool:
        """Whether the code may be used without asking."""
        return self.code is not None and self.confidence >= TAKEN_FROM


def folded(text: str) -> str:
    """Words of the letters a to z and digits, umlauts written out."""
    lower = text.lower()
    for letters, latin in transliteration().items():
        lower = lower.replace(letters, latin)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", lower).split())


def is_same_thing(rest: str) -> bool:
    """Whether the rest of a compound leaves what stood before it the thing that it is about."""
    return not rest or _SAME_THING.fullmatch(rest) is not None


def in_common(codes: list[str]) -> str | None:
    """The group that all codes belong to, or None."""
    groups = {sectors.group(code) for code in codes}
    group = groups.pop()
    return group if not groups else None
