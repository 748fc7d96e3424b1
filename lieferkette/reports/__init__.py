"""Files that people take along: spreadsheets now, other formats later.

Comes in: an answer. Goes out: bytes. Never: reads the warehouse, or writes a live formula or link.
"""
