"""Where a company could sell next, and what a region could make itself.

Comes in: frames and arrays of links, sectors, places and released figures. Goes out: ranked sectors and companies
with the parts of every score, gaps, complexity indices, and how good past answers were.
Never: opens a warehouse, knows an actor, or words a sentence.
"""
