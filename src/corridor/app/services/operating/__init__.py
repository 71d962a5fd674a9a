"""Operating Corridor: a backup of everything, its restoration, an examination of the installation."""
