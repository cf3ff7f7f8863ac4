"""Local adaptation: a municipality's own variant of a lesson, kept as the differences from the county's."""
