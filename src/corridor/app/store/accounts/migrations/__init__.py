"""The accounts' tables, by Django."""
