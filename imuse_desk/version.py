"""The one place that knows the version of the program."""

VERSION = "0.1.0"
