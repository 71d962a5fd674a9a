"""The measurements, each a command: `python -m bench` lists them."""
