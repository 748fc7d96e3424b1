"""From bytes to text: byte order mark, then strict UTF-8, then cp1252 or cp1250, unless the caller knows better.

Statistical detectors are not used: they take German cp1252 for cp1250, and latin-1 loses the euro sign. What is said
here for cp1250 is what cp1252 cannot mean.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from ingest.errors import UnreadableFile

_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_POLISH = re.compile(r"[³¹¿£](?=[a-zóêæñœ¹³¿])|(?<=[a-zêæñ])[³¹¿](?=\W|$)")
_CZECH = re.compile(r"[a-z][øìùè]|[øìùè][a-z]")
_FEWEST_LETTERS = 2


def decode(data: bytes, encoding: str | None = None) -> tuple[str, str]:
    """The text in Unicode's composed form (NFC), and the name of the encoding that was used.

    Bytes that a given or fallback encoding does not know become U+FFFD, so that no line is lost.

    >>> decode("Straße".encode("cp1252"))
    ('Straße', 'cp1252')
    """
    used = encoding or _recognise(data)
    try:
        text = data.decode(used, errors="replace")
    except LookupError as error:
        raise UnreadableFile(
            "unknown_encoding",
            f"Den Zeichensatz „{used}“ kennen wir nicht. Geben Sie zum Beispiel utf-8 oder cp1252 an.",
            f'We do not know the encoding "{used}". Give for example utf-8 or cp1252.',
        ) from error
    return unicodedata.normalize("NFC", text.removeprefix("\ufeff")), used


def _recognise(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    sample = data[:65536]
    if sample and sample[1::2].count(0) > 0.3 * len(sample) / 2:
        return "utf-16-le"
    if sample and sample[0::2].count(0) > 0.3 * len(sample) / 2:
        return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1250" if _is_of_central_europe(sample) else "cp1252"
    return "utf-8"


def _is_of_central_europe(sample: bytes) -> bool:
    """Whether letters of Polish or Czech (cp1250) stand where cp1252 has signs, or letters of no one language.

    German is written alike in both. In cp1252 a superscript, a pound or a turned question mark stands before no small
    letter, and no language has both Scandinavian and Italian vowels.
    """
    text = sample.decode("cp1252", errors="replace")
    is_polish = len(_POLISH.findall(text)) >= _FEWEST_LETTERS
    return is_polish or (
        all(letter in text for letter in "øì") and len(_CZECH.findall(text)) >= _FEWEST_LETTERS
    )
