"""Settings and fixtures of every test."""

pytest_plugins = ["tests.bases"]
