"""What a Desk can change, one subject a file; `lieferkette.desk.Desk` is all of them together.

Comes in: files, answers and choices of one actor. Goes out: what ingest made of them.
Never: reads for an answer, or acts on what belongs to another company.
"""
