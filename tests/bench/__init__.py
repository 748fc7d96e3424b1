"""Measurements on large graphs. Never part of the tests: they print, and assert equal answers, not times."""
