"""The parts of the page “Partner”, one a file: search, alternatives, offers and needs, requests, one's own profile.

Comes in: a company and what the Reader answers for it. Goes out: what is shown, and calls of the Desk.
Never: a query, or a name that the Reader did not give.
"""
