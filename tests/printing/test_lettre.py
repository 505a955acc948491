"""A letter: the address alone in the window, the text as typed, logo and signature where the house has them."""

import io
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pikepdf
import pytest

from imuse_desk.printing.lettre import Lettre, composer_lettre, produire_lettre, produire_lettres
from imuse_desk.printing.signature import Signature
from tests.printing.exemples import ADRESSE, EMETTEUR, blocs, chevauchements, logo, polices_du_pdf, textes

SIGNEE = Signature("Jeanne Aubrac", "directrice")
PARAGRAPHE = "Éloi a manqué trois cours sans motif reçu par le secrétariat. " * 4


def lettre(paragraphes: int = 3, **champs: Any) -> Lettre:
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR, "adresse": ADRESSE, "titre": "Absences", "corps": "\n\n".join([PARAGRAPHE] * paragraphes),
        "le": date(2026, 1, 19), "famille": "Mme Claire Verdier", "dossier": "04127", "eleves": ("Éloi Verdier",),
        "signature": SIGNEE,
    }  # fmt: skip
    return Lettre(**{**defauts, **champs})


@pytest.mark.parametrize("paragraphes", [1, 3, 7, 8, 9, 10, 11, 12, 40])
@pytest.mark.parametrize("image", [b"", logo(500, 200)], ids=["sans image", "signature"])
def test_nothing_overlaps_and_margins_hold(paragraphes: int, image: bytes) -> None:
    papier = lettre(paragraphes, signature=replace(SIGNEE, image=image), emetteur=replace(EMETTEUR, logo=image))
    assert chevauchements(composer_lettre(papier)) == []
    octets = produire_lettre(papier)
    for page in blocs(octets):
        assert all(b.gauche >= 24.8 and b.droite <= 190.4 and b.haut >= 10 and b.bas <= 288 for b in page)
    assert sum("Jeanne Aubrac" in page for page in textes(octets)) == 1
    polices = polices_du_pdf(octets)
    assert {nom.split("+")[-1] for nom in polices} == {"DeskSans-Regular", "DeskSans-Semibold"}
    assert all(polices.values())


@pytest.mark.parametrize("titre", ["Absences", "Règlement des études et informations pratiques de la rentrée " * 2])
def test_the_window_shows_the_address_alone(titre: str) -> None:
    page = blocs(produire_lettre(lettre(titre=titre)))[0]
    dans = [b.texte for b in page if b.droite > 90 and b.haut > 34 and b.bas < 90 and b.gauche > 86]
    assert dans
    assert all(texte == texte.upper() for texte in dans)


@pytest.mark.parametrize("paragraphes", range(1, 9))
def test_no_signature_stands_on_the_lower_fold(paragraphes: int) -> None:
    for image in (b"", logo(500, 200)):
        octets = produire_lettre(lettre(paragraphes, signature=replace(SIGNEE, image=image)))
        signes = [b for b in blocs(octets)[0] if b.texte in {"Jeanne Aubrac", "directrice"}]
        assert all(b.bas < 195.4 or b.haut > 201.2 for b in signes)


def test_pictures_are_in_the_file_once_for_the_whole_batch() -> None:
    papier = lettre(emetteur=replace(EMETTEUR, logo=logo(440, 90)), signature=replace(SIGNEE, image=logo(500, 200)))
    octets = produire_lettres([papier] * 30, titre="Rappel", auteur=EMETTEUR.nom)
    with pikepdf.open(io.BytesIO(octets)) as pdf:
        images = [o for o in pdf.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert (len(pdf.pages), len(images)) == (30, 2)
    assert octets == produire_lettres([papier] * 30, titre="Rappel", auteur=EMETTEUR.nom)


def test_without_signatory_nothing_is_written_and_html_is_plain_text() -> None:
    (page,) = textes(produire_lettre(lettre(corps="<b>gras</b> & suite\n\n\n\n\nFin", signature=Signature())))
    assert "<b>gras</b> & suite" in page
    assert page.index("Fin") > page.index("suite")
    assert "Jeanne" not in page


def test_five_hundred_letters_are_quick() -> None:
    papiers = [lettre(4, famille=f"Famille {n}", corps=f"Bonjour {n},\n\n{PARAGRAPHE}\n\n{n}") for n in range(500)]
    depart = time.process_time()
    produire_lettres(papiers, titre="Rappel", auteur=EMETTEUR.nom)
    assert time.process_time() - depart < 3
