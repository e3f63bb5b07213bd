"""The model of clauses: committed arrays, and the code that turns units into scores with them."""
