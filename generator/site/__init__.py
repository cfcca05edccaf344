"""The only part that knows MkDocs."""
