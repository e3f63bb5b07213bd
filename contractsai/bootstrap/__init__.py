"""Put the service together: the only place that picks adapters."""
