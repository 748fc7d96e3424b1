"""What a Reader can be asked, one subject a file; `lieferkette.reader.Reader` is all of them together.

Comes in: a question of one actor. Goes out: an answer computed from that actor's view.
Never: changes anything, or holds a formula; those stand in `answering` and in the models.
"""
