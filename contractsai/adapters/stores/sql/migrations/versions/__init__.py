"""The versions of the schema, oldest first; each only adds, until nobody runs its forerunner."""
