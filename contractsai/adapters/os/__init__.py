"""What the analysis and the local service both need of an operating system."""
