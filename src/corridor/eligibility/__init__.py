"""Enrolment statements -> who is covered by which plan on which days."""
