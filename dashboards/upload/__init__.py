"""The steps of handing in a list, one file each; `dashboards/screens/upload.py` shows one at a time.

Comes in: a file and the answers of the person who hands it in. Goes out: calls to a Desk.
Never: reads a file itself; `Desk.preview` does, in the guarded way that the real upload takes.
"""
