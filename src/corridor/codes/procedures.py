"""Groups of procedure codes that rules name, by number only."""

VISITS: tuple[tuple[str, str], ...] = (("92002", "92014"), ("99202", "99499"))
"""First and last code of evaluation and management: visits and consultations, of the eyes and of the whole person.

Source: CMS, Medicare Claims Processing Manual, chapter 12, sections 30.6 and 40 (visits within a global period).
"""
