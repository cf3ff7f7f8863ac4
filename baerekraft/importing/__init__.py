"""Importing: questions and Word documents from files into a lesson's draft, with a dry run before anything is written.

Readers are pure: bytes in, what was found and what is in the way out. Only `drafts` and the views touch the database."""
