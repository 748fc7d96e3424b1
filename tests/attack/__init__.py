"""Attacks on what leaves the house, written independently of what guards it."""
