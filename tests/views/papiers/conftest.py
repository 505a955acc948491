"""The desk of the letters' tests."""

from tests.views.courriers.conftest import bureau

__all__ = ["bureau"]
