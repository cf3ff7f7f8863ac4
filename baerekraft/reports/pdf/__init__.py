"""A report on one page, for whoever has two minutes: what it says, and what can be done next."""
