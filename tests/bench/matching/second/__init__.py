"""A second maker of lists, from which nothing is learned: invented companies, and senders with habits of their own.

What the matcher does on its lists too is no habit of the maker that its weights come from. Comes in: seeds. Goes out:
a linkage. Never: a word, a rate or a line of code of the first maker (`made_companies`, `made_rows`).
"""
