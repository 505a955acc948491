"""The letter about absences and the notice for the door: nothing overlaps, the slip stands once at the foot."""

from datetime import date

import pytest

from imuse_desk.printing.avis_porte import AvisPorte, LigneAvis, composer_avis
from imuse_desk.printing.courrier_absence import (
    RENVOI,
    CourrierImprime,
    LeconImprimee,
    composer_courrier,
    produire_courriers,
)
from imuse_desk.printing.signature import Signature
from tests.printing.exemples import ADRESSE, EMETTEUR, blocs, chevauchements, textes

PARAGRAPHE = "Éloi a manqué plusieurs cours sans motif reçu par le secrétariat. " * 3
LISTE = "– les cours manqués"


def courrier(lecons: int, paragraphes: int = 2) -> CourrierImprime:
    manques = tuple(
        LeconImprimee(f"mar. {n + 1:02}/01/2026, 17:30", "Formation musicale danseur, cycle 2", "Odile Kervran",
                      "mail des parents en date du 14/01/2026" if n % 3 == 0 else "")
        for n in range(lecons)
    )  # fmt: skip
    corps = "\n\n".join(["Monsieur,", PARAGRAPHE, LISTE, *[PARAGRAPHE] * paragraphes])
    return CourrierImprime(
        EMETTEUR, ADRESSE, "Absences\u00a0: premier avertissement", corps, LISTE, manques, date(2026, 1, 19),
        "Éloi Verdier-Sauvage", "M. Paul Sauvage", "A26-00217", Signature("Jeanne Aubrac", "directrice"),
    )  # fmt: skip


@pytest.mark.parametrize(("lecons", "paragraphes", "pages"), [(1, 2, 1), (3, 2, 1), (3, 7, 2), (14, 3, 2), (40, 2, 3)])
def test_a_letter_stands_on_its_pages_with_one_slip(lecons: int, paragraphes: int, pages: int) -> None:
    papier = courrier(lecons, paragraphes)
    assert chevauchements(composer_courrier(papier)) == []
    octets = produire_courriers([papier], titre="Absences", auteur="essai")
    lus = textes(octets)
    assert len(lus) == pages
    assert [RENVOI in page for page in lus] == [False] * (pages - 1) + [True]
    assert LISTE not in "".join(lus), "the table stands in its place"
    assert "".join(lus).count("Odile Kervran") == lecons
    dans = [b.texte for b in blocs(octets)[0] if b.droite > 90 and b.haut > 34 and b.bas < 90 and b.gauche > 86]
    assert dans
    assert all(texte == texte.upper() for texte in dans), "the window shows the address alone"


def test_a_text_without_its_list_prints_as_it_was_written() -> None:
    papier = courrier(2)
    sans = CourrierImprime(**{**{c: getattr(papier, c) for c in papier.__slots__}, "liste": "– autre chose"})
    assert LISTE in textes(produire_courriers([sans], titre="Absences", auteur="essai"))[0]


@pytest.mark.parametrize("lecons", [1, 60])
def test_the_notice_of_a_door(lecons: int) -> None:
    lignes = tuple(
        LigneAvis("mer. 07/01/2026, 14:00 – 15:15", "Formation musicale 1.3", "salle Franck", "n’a pas lieu")
        for _ in range(lecons)
    )
    avis = AvisPorte(EMETTEUR, "Odile Kervran", "du 05/01/2026 au 18/01/2026", "Travail à la maison.", lignes)
    assert chevauchements(composer_avis(avis)) == []
