"""How fast and how large the analysis is; see docs/benchmarks.md."""
