"""Benchmarks: run by hand on a quiet machine, never by the tests."""
