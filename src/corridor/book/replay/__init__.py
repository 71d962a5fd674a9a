"""A settled book, decided again under other plan documents."""
