"""The parts of the page “Unternehmen”, one a file.

Comes in: a company and what the Reader answers for it. Goes out: what is shown, and calls of the Desk.
Never: a query, or a name that the Reader did not give.
"""
