"""The course as an EPUB 3 book, for readers that adapt the text to whoever reads it."""
