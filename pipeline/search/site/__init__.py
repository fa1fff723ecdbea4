"""The site: Datasette on bulletins.db with pages of our own, and the same pages as files."""
