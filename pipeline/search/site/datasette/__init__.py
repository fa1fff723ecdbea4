"""Templates that dress Datasette’s own pages."""
