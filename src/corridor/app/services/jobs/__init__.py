"""Files taken in by a second process, one after another, with progress."""
