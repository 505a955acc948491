"""Use cases: one permission, one transaction, frozen dataclasses out."""
