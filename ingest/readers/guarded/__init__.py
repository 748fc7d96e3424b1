"""The guarded child process that opens spreadsheets: `python -I <this folder>`.

Comes in: the bytes of a workbook. Goes out: JSON. Never: imports anything but the standard library and the
spreadsheet parser, so that it starts within a few hundredths of a second. It is run,
never imported.
"""
