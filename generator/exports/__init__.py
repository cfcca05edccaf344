"""Handbook -> open data: JSON with its JSON Schema beside it."""
