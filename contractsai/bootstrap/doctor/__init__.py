"""The doctor: looks at settings, machine, database, broker and workers, and changes nothing."""
