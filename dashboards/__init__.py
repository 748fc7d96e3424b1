"""Shows: the only room that knows Streamlit.

Comes in: answers of a Reader. Goes out: pages in German and English, on this machine alone.
Never: a query, a figure of its own, HTML or CSS, a request to another host, user text read as Markdown.
"""
