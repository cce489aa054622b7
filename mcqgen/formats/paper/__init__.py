"""Printable papers: what is on them, whatever the file they are written to."""
