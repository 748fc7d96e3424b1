"""Who could work together: capabilities against wishes, distance, and how near a company is to a growing field.

Comes in: frames of companies, stated capabilities and partners. Goes out: frames, ranked, with every part shown.
Never: queries, knows an actor, or turns silence into a no: what nobody stated is unknown.
"""
