"""The public collection: what authors have shown, and our examples; found by words and filters."""
