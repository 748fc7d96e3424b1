"""Parts of the pages on value chains and dependencies.

Comes in: answers of a Reader. Goes out: sentences, pictures and their tables on the page.
Never: computes a figure, or reads past the Reader.
"""
