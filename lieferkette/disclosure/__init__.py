"""The disclosure gate: which cells of regional tables may leave, and the proof that the others stay hidden.

Comes in: flows between anonymous contributors and the cells that would sum them (arrays). Goes out: the cells
that may be published, and the audit that passed. Never: a database, a name, a page, a figure that is not summed.

The rules follow German official practice (§ 16 BStatG: a cell is kept secret where a contributor could be
recognised; fewer than three contributors, dominance, p%), and are stricter: five contributors by default, at
both ends of a flow, and coalitions of contributors that put together what they know.
"""
