"""Answers about the shape of a chain: roll-ups, borders, circles, single points of failure.

Comes in: the scope of a question and a company. Goes out: frozen answers with frames and sentences.
Never: asks for more than the view holds, or walks a graph itself; `lieferkette.chains` does.
"""
