"""From text to values: names, addresses, identifiers, amounts, currencies, sectors.

Comes in: columns of text. Goes out: columns of values, null where the text says nothing usable. Every
function
is pure. Never does: decide whether a row is loaded (check.py does) or look anything up in the warehouse.
"""
