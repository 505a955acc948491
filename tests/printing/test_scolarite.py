"""Certificates, timetables, pupils' cards, labels, class lists: what they say, where it stands, what they refuse."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.adresse import AdressePostale
from imuse_desk.printing.attestation import Attestation, CoursSuivi, composer_attestation, duree, naissance
from imuse_desk.printing.dessin import dessiner
from imuse_desk.printing.emploi_du_temps import EmploiDuTemps, composer_emploi
from imuse_desk.printing.etiquettes import PLANCHES, composer_etiquettes
from imuse_desk.printing.faits import ResponsableFiche
from imuse_desk.printing.fiche_eleve import CoursFiche, FicheEleveImprimee, composer_fiche_eleve
from imuse_desk.printing.grille_heures import Bloc
from imuse_desk.printing.grille_page import MM, Page
from imuse_desk.printing.liste import ColonneListe
from imuse_desk.printing.liste_classe import EleveListe, ListeClasse, composer_liste_classe
from imuse_desk.printing.signature import Signature
from tests.printing.exemples import ADRESSE, EMETTEUR, NOM_LONG, blocs, chevauchements, logo, polices_du_pdf, textes

LE = date(2025, 11, 25)
LONG = "Atelier de pratique collective et d’improvisation baroque du soir"
SEMAINE = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi")
COURS = (
    CoursSuivi("Harpe", "1C4", "mercredi 15:30", 40),
    CoursSuivi("Formation musicale FM2C1", "2C1", "mercredi 14:00", 75),
    CoursSuivi("Chœur d’enfants", "", "horaire à fixer", None, "Annexe des Moulins"),
)
TETES = (ColonneListe("Jour", 12), ColonneListe("Horaire", 15), ColonneListe("Cours", 40))


def pdf(pages: list[Page]) -> bytes:
    return dessiner([pages], titre="Essai", auteur=EMETTEUR.nom)


def attestation(**champs: Any) -> Attestation:
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR, "titre": "Attestation d’inscription", "annee": "2025-2026", "nom": "Alma Verdier",
        "sexe": "F", "ne_le": date(2014, 3, 12), "lieu_naissance": "Rives-sur-Aulne", "du_le": date(2025, 9, 15),
        "au_le": date(2026, 7, 4), "cours": COURS, "fait_a": "Rives-sur-Aulne", "fait_le": LE, "dossier": "04127",
        "signature": Signature("Jeanne Aubrac", "directrice"), "empreinte": "c90d11f37a68ffff",
    }  # fmt: skip
    return Attestation(**{**defauts, **champs})


def emploi(lecons: tuple[Bloc, ...], **champs: Any) -> EmploiDuTemps:
    rangees = tuple((SEMAINE[b.colonne], b.horaire, b.titre) for b in lecons if b.colonne < 6)
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR, "titre": "Emploi du temps", "sous_titre": NOM_LONG, "annee": "2025-2026", "le": LE,
        "colonnes": SEMAINE, "blocs": lecons, "tetes": TETES, "rangees": rangees,
    }  # fmt: skip
    return EmploiDuTemps(**{**defauts, **champs})


def liste(nombre: int, dates: int = 12, **champs: Any) -> ListeClasse:
    eleves = tuple(
        EleveListe(NOM_LONG if rang == 2 else f"Verdier Alma{rang}", 9, "1C4", "06 12 34 56 78")
        for rang in range(nombre)
    )
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR, "cours": LONG, "annee": "2025-2026", "horaire": "mercredi 14:00–15:15",
        "faits": (("Enseignant", NOM_LONG), ("Salle", "")), "eleves": eleves,
        "dates": tuple(date(2025, 11, 26) + timedelta(7 * rang) for rang in range(dates)), "le": LE,
    }  # fmt: skip
    return ListeClasse(**{**defauts, **champs})


def fiche(**champs: Any) -> FicheEleveImprimee:
    adulte = ResponsableFiche("Mme Claire Verdier", "dossier 04127", (("Adresse", "7 rue des Aubépines, 54999 Rives"),))
    defauts: dict[str, Any] = {
        "emetteur": EMETTEUR, "nom": NOM_LONG, "annee": "2025-2026", "le": LE, "faits": (("Naissance", "12/03/2014"),),
        "alerte": "Allergie aux arachides", "responsables": (adulte,) * 3,
        "blocs": (("Contacts", (("À prévenir", "Odile"), ("Mobile", ""))), ("Autorisations", ())),
        "cours": (CoursFiche(LONG, "2C1", "mercredi 14:00", "salle Messiaen", NOM_LONG),),
    }  # fmt: skip
    return FicheEleveImprimee(**{**defauts, **champs})


CHARGEE = tuple(
    Bloc(jour, time(9 + rang // 2, 30 * (rang % 2)), 45, LONG, ("salle Messiaen", NOM_LONG))
    for jour in range(6)
    for rang in range(20)
)
PAPIERS = {
    "attestation": composer_attestation(attestation()),
    "attestation longue": composer_attestation(
        attestation(nom=NOM_LONG, cours=COURS * 12, signature=Signature(NOM_LONG, LONG, logo(500, 200)))
    ),
    "emploi": composer_emploi(emploi((Bloc(2, time(14), 75, "Harpe", ("salle Franck",)),))),
    "emploi chargé": composer_emploi(emploi(CHARGEE)),
    "emploi vide": composer_emploi(emploi(())),
    "liste": composer_liste_classe(liste(34)),
    "liste vide": composer_liste_classe(liste(0)),
    "fiche": composer_fiche_eleve(fiche()),
    "fiche nue": composer_fiche_eleve(fiche(responsables=(), blocs=(), cours=(), alerte="", faits=())),
}


@pytest.mark.parametrize("nom", PAPIERS)
def test_nothing_overlaps_margins_hold_and_faces_are_in_the_file(nom: str) -> None:
    pages = PAPIERS[nom]
    assert chevauchements(pages) == []
    octets = pdf(pages)
    for page in blocs(octets):
        assert all(b.gauche >= 24.8 and b.droite <= 190.4 and b.haut >= 10 and b.bas <= 288 for b in page)
    polices = polices_du_pdf(octets)
    assert all(polices.values())
    assert {police.split("+")[-1] for police in polices} <= {"DeskSans-Regular", "DeskSans-Semibold"}
    assert [f"page {rang}/{len(pages)}" in texte for rang, texte in enumerate(textes(octets), 1)] == [True] * len(pages)


def test_the_attestation_says_who_what_and_since_when() -> None:
    (page,) = textes(pdf(composer_attestation(attestation(depuis=date(2021, 9, 2)))))
    for mots in (
        "Jeanne Aubrac, directrice, certifie que", "née le 12/03/2014 à Rives-sur-Aulne",
        "est régulièrement inscrite pour l’année scolaire 2025-2026, du 15/09/2025 au 04/07/2026",
        "et suit les cours", "le 02/09/2021", "Annexe des Moulins", "1 h 55", "Fait à Rives-sur-Aulne, le 25/11/2025",
        "dossier 04127", "Empreinte C90D 11F3 7A68",
    ):  # fmt: skip
        assert mots in page, mots


def test_a_year_that_is_over_is_told_in_the_past() -> None:
    (page,) = textes(pdf(composer_attestation(attestation(sexe="M", fait_le=date(2026, 9, 1)))))
    assert "a été régulièrement inscrit pour" in page
    assert "et a suivi les cours" in page


def test_without_signatory_the_house_certifies_and_the_room_to_sign_stays() -> None:
    (page,) = textes(pdf(composer_attestation(attestation(signature=Signature(), sexe="", fait_a="", ne_le=None))))
    assert "Conservatoire du Val d’Aulne certifie que" in page
    assert "inscrit(e)" in page
    assert "Fait le 25/11/2025" in page
    assert "signature et cachet" in page


def test_words_of_the_attestation() -> None:
    assert (duree(40), duree(135)) == ("0\u00a0h\u00a040", "2\u00a0h\u00a015")
    assert naissance("", date(2016, 2, 29), "") == "né(e) le 29/02/2016"


def test_a_sign_that_the_faces_lack_is_refused() -> None:
    for composer in (
        lambda: composer_attestation(attestation(nom="Alma 漢")),
        lambda: composer_emploi(emploi((), sous_titre="漢")),
        lambda: composer_liste_classe(liste(1, cours="漢")),
        lambda: composer_fiche_eleve(fiche(alerte="漢")),
        lambda: composer_etiquettes([AdressePostale(("漢",), "", "rue", "ville")], PLANCHES["2x7"]),
    ):
        with pytest.raises(Invalide) as refus:
            composer()
        assert refus.value.code == "caractere_non_imprimable"


def cadres(page: Page) -> list[tuple[float, float, float, float]]:
    """The frames of the lessons, in points: left, right, bottom, top."""
    return [(c.x, c.x + c.largeur, c.y, c.y + c.hauteur) for c in page.cadres]


def test_lessons_that_overlap_stand_side_by_side_and_texts_in_their_frame() -> None:
    lecons = (
        Bloc(5, time(9), 180, "Orchestre"), Bloc(5, time(9, 30), 60, LONG), Bloc(5, time(10), 60, "Danse"),
        Bloc(5, time(10, 30), 60, "Cor"), Bloc(2, time(16), 10, LONG), Bloc(2, time(16, 10), 5, "Cor"),
    )  # fmt: skip
    pages = composer_emploi(emploi(lecons))
    boites = cadres(pages[0])
    assert len(boites) == len(lecons)
    for rang, (g1, d1, b1, h1) in enumerate(boites):
        for g2, d2, b2, h2 in boites[rang + 1 :]:
            assert d1 <= g2 or d2 <= g1 or h1 <= b2 or h2 <= b1
    for ecrit in pages[0].ecrits:
        droite = ecrit.x + ecrit.style.largeur(ecrit.texte) * MM
        for gauche, bord, bas, haut in boites:
            if bas <= ecrit.y <= haut and gauche <= ecrit.x <= bord:
                assert droite <= bord + 0.1


def test_what_a_block_cuts_stands_whole_in_the_table() -> None:
    pages = textes(pdf(composer_emploi(emploi(tuple(Bloc(2, time(14), 30, LONG) for _ in range(6))))))
    assert " ".join(pages).count(LONG) >= 6


def test_so_many_rooms_take_several_pages() -> None:
    salles = tuple(f"salle {rang}" for rang in range(17))
    lecons = tuple(Bloc(rang, time(9), 600, f"Cours{rang}") for rang in range(17))
    pages = textes(pdf(composer_emploi(emploi(lecons, colonnes=salles, rangees=()))))
    assert len(pages) == 3
    assert all(f"Cours{rang}" in " ".join(pages) for rang in range(17))
    assert "Cours6" in pages[0]
    assert "Cours7" in pages[1]


def test_an_empty_week_says_so() -> None:
    (page,) = textes(pdf(PAPIERS["emploi vide"]))
    assert "Aucun cours." in page


@pytest.mark.parametrize(("nombre", "dates"), [(1, 12), (34, 12), (80, 12), (5, 3), (5, 0)])
def test_each_pupil_has_a_box_for_each_lesson(nombre: int, dates: int) -> None:
    pages = composer_liste_classe(liste(nombre, dates))
    assert sum(len(page.cadres) for page in pages) == nombre * dates
    contenu = textes(pdf(pages))
    assert f"{nombre} élève" in contenu[0]
    assert "26 " in contenu[0] or not dates


def test_a_class_without_pupils_says_so() -> None:
    (page,) = textes(pdf(PAPIERS["liste vide"]))
    assert "Aucun élève n’est inscrit à cet horaire." in page


def test_the_card_leaves_out_what_is_empty() -> None:
    pages = " ".join(textes(pdf(PAPIERS["fiche"])))
    assert "Allergie aux arachides" in pages
    assert "Contacts" in pages
    assert "Autorisations" not in pages
    assert "Mobile" not in pages
    assert "Aucun cours suivi en 2025-2026." in " ".join(textes(pdf(PAPIERS["fiche nue"])))


LONGUE = AdressePostale(
    (f"Madame {NOM_LONG}", f"Monsieur Paul {NOM_LONG}"), "Résidence des Grands Tilleuls, bâtiment B, escalier 4",
    "127 bis avenue du Maréchal de Lattre de Tassigny prolongée", "54999 Saint-Rémy-lès-Rives-sur-Aulne-le-Vieux",
    "Belgique",
)  # fmt: skip


@pytest.mark.parametrize("cle", PLANCHES)
def test_every_address_stands_inside_its_label(cle: str) -> None:
    planche = PLANCHES[cle]
    pages = composer_etiquettes([LONGUE, ADRESSE] * planche.nombre, planche)
    assert len(pages) == 2
    for page in pages:
        assert chevauchements([page]) == []
        for ecrit in page.ecrits:
            gauche, droite = ecrit.x / MM, ecrit.x / MM + ecrit.style.largeur(ecrit.texte)
            haut = 297 - ecrit.y / MM
            assert any(
                x - 0.01 <= gauche and droite <= x + planche.large_mm and y + 2.5 < haut < y + planche.haute_mm - 1
                for x, y in map(planche.place, range(planche.nombre))
            ), ecrit.texte
    x, y = planche.place(planche.nombre - 1)
    assert x + planche.large_mm <= 210
    assert y + planche.haute_mm <= 297


def test_a_sheet_begun_is_used_to_its_end() -> None:
    planche = PLANCHES["3x8"]
    pages = composer_etiquettes([ADRESSE] * 3, planche, premiere=23)
    assert [len(page.ecrits) for page in pages] == [8, 4]  # two labels of four lines, then one overleaf
    assert pages[0].ecrits[0].x / MM > planche.place(22)[0]
    for premiere in (0, 25):
        with pytest.raises(Invalide, match="entier_hors_bornes"):
            composer_etiquettes([ADRESSE], planche, premiere)
    assert composer_etiquettes([], planche) == []


def test_pictures_of_the_signature_stand_over_its_line() -> None:
    papier = attestation(signature=replace(attestation().signature, image=logo(500, 200)))
    page = composer_attestation(papier)[0]
    image = next(e for e in page.emblemes if e.image)
    trait = next(f for f in page.filets if f.x1 == image.x and f.y < image.y)
    assert 0 < image.y - trait.y < 4 * MM
