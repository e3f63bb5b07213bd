"""How the world is reached: one package per port."""
