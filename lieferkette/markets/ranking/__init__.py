"""From scores of customers to ranked sectors, for one company or for many at once.

Comes in: a ladder, and what is known of companies beside their relations. Goes out: sectors and candidates as arrays.
Never: names a company, or words a sentence.
"""
