"""The guarded child process that opens spreadsheets: `python -I <this folder>`, workbook in, JSON out.

It imports only the standard library and the spreadsheet parser, so that it starts within a few hundredths of
a
second. Nothing outside this folder is imported in here, and nobody imports this folder: it is run.
"""
