"""The course as a book to print: A4, accessible (UA-1) and archivable (A-2a)."""
