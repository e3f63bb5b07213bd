"""What adapter authors and our own tests share: conformance suites, fakes, builders."""
