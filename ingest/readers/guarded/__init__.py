"""The guarded child process that opens spreadsheets and documents: `python -I <this folder>`.

Comes in: the bytes of a workbook, a page or a document. Goes out: JSON. Never: imports anything but the standard
library and the spreadsheet parser, so that it starts within a few hundredths of a second. It is run, never imported.
"""
