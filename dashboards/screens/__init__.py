"""One file a page: its filters, one call to a Reader, one figure, the empty case."""
