"""Chapters and notebooks into a book."""
