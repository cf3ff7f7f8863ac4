"""Results from other systems, sent in as a file: read, shown with what is wrong, and taken in."""
