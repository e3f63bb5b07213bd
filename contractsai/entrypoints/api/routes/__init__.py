"""The routes, one module a subject; each calls one use case."""
