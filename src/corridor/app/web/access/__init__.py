"""The audit trail: who looked at what, who changed what."""
