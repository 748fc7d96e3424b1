"""Asks, computes, reports.

Comes in: the warehouse, an actor, a question. Goes out: answers with coverage and sentences, charts, reports.
Never: an answer without an actor, a change without a Desk, a page.
"""
