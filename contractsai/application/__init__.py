"""What the service does: one verb per module, over the ports of `ports.py`."""
