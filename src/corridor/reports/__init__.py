"""Records in, tables of figures out: no HTML, no printing."""
