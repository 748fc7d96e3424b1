"""Numbers that were printed elsewhere, retyped with their source."""
