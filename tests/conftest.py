"""Settings and fixtures of every test: offscreen windows and no file of the person who runs them."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"

_FOYER = tempfile.mkdtemp(prefix="imuse_desk_tests_")
atexit.register(shutil.rmtree, _FOYER, ignore_errors=True)
for _nom, _sous in (
    ("HOME", ""),
    ("USERPROFILE", ""),
    ("APPDATA", "appdata"),
    ("LOCALAPPDATA", "localappdata"),
    ("XDG_CONFIG_HOME", "config"),
    ("XDG_DATA_HOME", "data"),
    ("XDG_CACHE_HOME", "cache"),
    ("XDG_STATE_HOME", "state"),
):
    os.environ[_nom] = os.path.join(_FOYER, _sous)  # noqa: PTH118 - before any import of the product

settings.register_profile(
    "imuse_desk",
    deadline=None,  # shared machines stall: a slow example is no failure
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("imuse_desk")

pytest_plugins = ["tests.bases", "tests.lanceur", "tests.lectures"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is marked ``premier`` comes first, the others in the order that chance gave them."""
    items.sort(key=lambda item: item.get_closest_marker("premier") is None)


gc.disable()  # as in the program (views/common/ramasseur.py): no thread takes widgets apart


@pytest.fixture(autouse=True)
def menage() -> Iterator[None]:
    """The search for garbage, in the main thread after each test."""
    from imuse_desk.views.common.ramasseur import ramasser

    yield
    ramasser()
