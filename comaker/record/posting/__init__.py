"""Posting: what happens between a document's arrival and the lines, gaps and bills that follow from it."""
