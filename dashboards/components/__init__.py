"""The parts that pages are made of: header, choices, sentences, figures, tables.

Comes in: answers, a language. Goes out: native elements on the page.
Never: asks a Reader, except for the choices that stand in every header.
"""
