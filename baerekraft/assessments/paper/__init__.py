"""The report on paper: PDF, Word, and the metadata that follows it to the archive. All print the same `Shown`."""
