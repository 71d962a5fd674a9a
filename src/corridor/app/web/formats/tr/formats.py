"""Turkish forms, as corridor.periods.text writes them."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
