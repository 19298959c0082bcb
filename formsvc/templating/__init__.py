"""Work on the Word templates: lint, shared blocks, text for diffs, scaffolding of new forms."""
