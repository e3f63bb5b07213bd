"""The set-up guide's own design, followed to the letter: the yardstick of `benchmarks.jobs`.

A row for each job, `task.delay`, and a worker that writes PROCESSING and COMPLETED. Nothing of it
outlives a broker that forgets or a worker that dies.
"""
