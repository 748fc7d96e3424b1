"""The commands of `lieferkette`, a topic a file.

Comes in: words of a call. Goes out: text or one JSON object, and an exit code. Never: owns a query or a figure.
"""
