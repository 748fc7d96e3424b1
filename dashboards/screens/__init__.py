"""One file a page: its filters, one call to a Reader, one figure, the empty case.

Comes in: the session's actor, company and year. Goes out: the page.
Never: owns a query, a figure or a sentence.
"""
