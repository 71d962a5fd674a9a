"""English forms, as corridor.periods.text writes them."""

DATE_FORMAT = "M j, Y"
DATETIME_FORMAT = "M j, Y H:i"
