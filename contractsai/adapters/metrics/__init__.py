"""What Prometheus is told: counts of what happened, and what the rows say now."""
