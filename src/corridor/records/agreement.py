"""What was done about the tasks of an arrangement, and who moved it when."""

import polars as pl

from corridor.records.table import Column, Table

PENDING, ACTIVE, RUN_OUT, POST_RUN_OUT = "pending", "active", "run_out", "post_run_out"
STATES = (PENDING, ACTIVE, RUN_OUT, POST_RUN_OUT)
"""The life of an arrangement, in its order."""
DONE, WAIVED, REOPENED = "done", "waived", "reopened"

ARRANGEMENT_TASKS = Table(
    name="arrangement_tasks",
    grain="one row per thing said of a task that must be done before the arrangement moves on",
    key=("task", "entry_number"),
    columns=(
        Column("task", pl.String, "name of the task in the agreement"),
        Column("entry_number", pl.Int32, "position among what was said of the task, from 1"),
        Column("outcome", pl.String, "what became of it", values=(DONE, WAIVED, REOPENED)),
        Column("clause", pl.String, "clause of the agreement that asks for it"),
        Column("done_by", pl.String, "who says so"),
        Column("done_on", pl.Date, "day from whose start it counts"),
        Column("reason", pl.String, "why, where it was waived or opened again", nullable=True),
    ),
)

ARRANGEMENT_EVENTS = Table(
    name="arrangement_events",
    grain="one row per day that a named person set for a move of the arrangement",
    key=("event_number",),
    columns=(
        Column("event_number", pl.Int32, "position among the arrangement's events, from 1"),
        Column("state", pl.String, "to what it moves", values=STATES[1:]),
        Column("effective_on", pl.Date, "day from whose start it holds, where no task is open then"),
        Column("clause", pl.String, "clause of the agreement that allows it"),
        Column("done_by", pl.String, "who set it"),
        Column("done_on", pl.Date, "day on which it was set"),
        Column("reason", pl.String, "why"),
    ),
)
