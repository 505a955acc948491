"""Every table's class is explained in the glossary."""

import re
from pathlib import Path

from imuse_desk.models import Modele

GLOSSAIRE = Path(__file__).parents[2] / "docs" / "glossaire.md"


def test_every_domain_class_is_in_the_glossary() -> None:
    mots = set(re.findall(r"\w+", GLOSSAIRE.read_text(encoding="utf-8")))
    classes = {m.class_.__name__ for m in Modele.registry.mappers}
    assert classes - mots == set()
