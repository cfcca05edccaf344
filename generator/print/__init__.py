"""The editions for paper and for e-book readers: Handbook -> PDF (typst) and EPUB, from one and the same content."""
