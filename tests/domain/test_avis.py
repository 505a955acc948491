"""The condition *avis*: one unfavourable opinion is enough; nothing is said while one is awaited."""

import pytest

from imuse_desk.domain.avis import AvisRendus, avis_rendus
from imuse_desk.domain.reinscription import EtatCondition

OUI, NON = EtatCondition.REMPLIE, EtatCondition.NON_REMPLIE


@pytest.mark.parametrize(
    ("avis", "attendu"),
    [
        ([], None),
        ([("Cor", None)], None),
        ([("Cor", "")], None),
        ([("Cor", "favorable")], AvisRendus(OUI, "Favorable")),
        ([("Cor", "favorable"), ("FM", None)], None),
        ([("Cor", "reserve"), ("FM", None)], None),
        ([("Cor", "reserve"), ("FM", "favorable")], AvisRendus(OUI, "Réservé\u00a0: Cor")),
        ([("Cor", None), ("FM", "defavorable")], AvisRendus(NON, "Défavorable\u00a0: FM")),
        ([("Cor", "defavorable"), ("FM", "defavorable")], AvisRendus(NON, "Défavorable\u00a0: Cor, FM")),
    ],
)
def test_avis_rendus(avis, attendu):
    assert avis_rendus(avis) == attendu
