"""834, benefit enrolment and maintenance."""
