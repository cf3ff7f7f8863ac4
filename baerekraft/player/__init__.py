"""The learner's pages: course, lessons, entering, the own page, and the bytes that public pages become."""
