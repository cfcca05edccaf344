"""Suzhou policy handbook: source texts -> documents -> handbook -> pages -> site."""
