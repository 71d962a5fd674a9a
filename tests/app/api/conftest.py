"""The API's modules want Django set up before they are imported."""

from corridor.app.config.settings import configure, database_entry

configure({"default": database_entry("nowhere")})
