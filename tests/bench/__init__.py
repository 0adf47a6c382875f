"""Benchmarks: medians and ratios against a baseline in the same run (quality.md §1)."""
