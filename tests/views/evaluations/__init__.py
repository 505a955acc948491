"""Tests of the marks grid and of the settings of evaluations."""
