"""Pieces of a page that every page shares; none knows what a page is about."""
