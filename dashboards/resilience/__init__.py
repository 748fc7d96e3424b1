"""Parts of the page on resilience: choosing a scenario, and what it does.

Comes in: choices, and answers of a Reader. Goes out: scenarios; sentences, pictures and their tables on the page.
Never: computes a loss, or reads past the Reader.
"""
