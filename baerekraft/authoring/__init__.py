"""Authoring: course and lesson drafts, from content files or an editor, and the compile that makes a draft a lesson."""
