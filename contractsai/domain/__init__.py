"""What is true of jobs and documents, without a clock, a thread or a socket."""
