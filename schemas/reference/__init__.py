"""Official lists as they ship with the house: sectors, countries, exchange rates, places, outlines.

Comes in: packages and small cited files that lie beside the code.
Goes out: lookups, for one value and for whole columns.
Never: a request, a table of the warehouse, a row of an upload.
"""
