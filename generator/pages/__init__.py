"""Handbook -> Markdown pages. Knows nothing of MkDocs; templates never compute, pages never open a file."""
