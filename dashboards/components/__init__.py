"""The parts that pages are made of: header, choices, sentences, figures, tables.

Never: asks a Reader, except for the choices that stand in every header.
"""
