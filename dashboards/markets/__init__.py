"""The parts of the page “Märkte”, one a file: new customers, transition fields of a company, the region.

Comes in: a company or a region and what the Reader answers. Goes out: what is shown.
Never: a query, or a score that the answer did not give.
"""
