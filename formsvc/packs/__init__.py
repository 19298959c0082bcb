"""Packs: documents in a given order as one PDF for the archive, or as a ZIP with a manifest."""
