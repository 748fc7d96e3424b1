"""Who sees what: actors, sharing levels, views and their pseudonyms.

Comes in: the warehouse and an actor. Goes out: a `View`, the evidence that this actor may see and the
relations computed from it. Every answer is a function of the view, the regional model and the code lists.
What the owner sees and what is offered to all is kept on disk beside the warehouse (kept.py); what one company sees
beyond that is worked out from its own lists, in memory (company_view.py).
Never: an answer, a sentence, a figure of a page.
"""
