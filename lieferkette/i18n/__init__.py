"""What users read, in German and English.

Comes in: a key of the catalogue (or a `Sentence` of an answer) with its slots, a language.
Goes out: one finished sentence or label; numbers, money, shares and dates in the language's form.
Never: Markdown or HTML, a figure computed, a text that stands in code instead of `catalogue/`.
"""

from __future__ import annotations

from lieferkette.i18n.say import Language, Speaks, keys, say, slots_of

__all__ = ["Language", "Speaks", "keys", "say", "slots_of"]
