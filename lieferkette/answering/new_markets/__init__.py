"""Answers about new markets: of one company, of all companies, of a region, and how good they would have been.

Comes in: the scope of a question, what profiles, the release and an imported table say beside it. Goes out: frozen
answers with frames and sentences. Never: ranks anything itself; `lieferkette.markets` does.
"""
