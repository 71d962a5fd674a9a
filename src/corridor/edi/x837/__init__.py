"""837, health care claims: professional, institutional, dental."""
