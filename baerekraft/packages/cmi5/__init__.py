"""cmi5: the lessons as assignable units that a learning platform starts, and that tell its record store what was done."""
