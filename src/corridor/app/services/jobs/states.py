"""What a job, and a file of a job, may be."""

WAITING, WORKING, DONE, CANCELLED, STOPPED = "waiting", "working", "done", "cancelled", "stopped"
"""States of a job. stopped: by a fault of the program or the machine, not of a file."""

REFUSED = "refused"
"""A file that was read and not taken in; others are waiting or done."""
