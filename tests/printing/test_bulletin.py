"""The bulletin: the usual case on one page, the bars true to the marks, breaks between courses alone."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.printing.bulletin import Bulletin, composer_bulletin, composer_lot, produire_bulletin
from imuse_desk.printing.bulletin_blocs import CoursBulletin, DirectionBulletin, NoteCritere
from imuse_desk.printing.grille_page import ACCENT, MM
from imuse_desk.printing.signature import Signature
from tests.printing.exemples import EMETTEUR, NOM_LONG, blocs, chevauchements, logo, polices_du_pdf, textes

COMPORTEMENT = "Comportement, assiduité, motivation"
PHRASE = "Travail sérieux, une écoute qui s’affine de semaine en semaine\u00a0; la main gauche doit rester souple. "


def note(critere: str, valeur: float, maximum: float = 5) -> NoteCritere:
    mots = f"{valeur:.2f}/{maximum:.2f}".replace(".", ",")
    return NoteCritere(critere, mots, valeur / maximum)


HARPE = CoursBulletin(
    "Harpe",
    "Hélène Maurin · mercredi 15:30, 0:40, salle Satie",
    (note("Pratique individuelle", 4.5), note("Lecture à vue", 4), note(COMPORTEMENT, 5)),
    "4,56/5,00",
    "A",
    "Très bien",
    "Un très beau semestre. Alma écoute sa sonorité.",
    "Absences 1, justifiée · retards 0",
)
CHOEUR = CoursBulletin(
    "Chœur d’enfants",
    "Naïma Lescure · samedi 10:00, 1:00, auditorium",
    (NoteCritere("Justesse", "B"), NoteCritere(COMPORTEMENT, absence="absent, certificat")),
    appreciation="Voix claire.",
)
DIRECTION = DirectionBulletin(
    "Un ensemble solide et heureux.",
    "Avis pour 2026-2027",
    "passage en cycle 2",
    Signature("Jeanne Aubrac", "directrice"),
    f"le {date(2026, 2, 6):%d/%m/%Y}, relu par Inès Caradec",
)
ALMA = Bulletin(
    EMETTEUR,
    "Bulletin du 1ᵉʳ\u00a0semestre",
    "année 2025-2026",
    "Alma Verdier-Sauvage",
    "née le 12/03/2014 · Musique",
    (HARPE, CHOEUR),
    "Absences du semestre",
    "6, dont 1 non justifiée · retards 1",
    DIRECTION,
    ("Échelle\u00a0: A de 4,50 à 5,00 · B moins de 4,50.",),
    empreinte="3e58b0a4cc17ffff",
)


def long(caracteres: int) -> str:
    return (PHRASE * 50)[:caracteres]


def test_le_cas_courant_tient_sur_une_page_dans_l_ordre_de_lecture():
    (page,) = textes(produire_bulletin(ALMA))
    place = 0
    for attendu in (
        "Bulletin du 1ᵉʳ semestre",
        "Alma Verdier-Sauvage",
        "Harpe",
        "Hélène Maurin",
        "4,50/5,00",
        "A · Très bien",
        "4,56/5,00",
        "Un très beau semestre",
        "Absences 1, justifiée",
        "Chœur d’enfants",
        "absent, certificat",
        "Absences du semestre",
        "Appréciation de la direction",
        "passage en cycle 2",
        "Jeanne Aubrac, directrice",
        "relu par Inès Caradec",
        "Échelle : A de 4,50 à 5,00",
        "Empreinte 3E58 B0A4 CC17",
        "page 1/1",
    ):
        assert attendu in page, attendu
        if attendu not in ("Hélène Maurin", "Empreinte 3E58 B0A4 CC17", "page 1/1"):
            assert attendu in page[place:], attendu
            place = page.index(attendu, place)


def test_la_barre_dit_la_note_et_rien_ne_remplace_une_absence():
    (page,) = composer_bulletin(ALMA)
    barres = [(filet.x2 - filet.x1) / MM / 12.5 for filet in page.filets if filet.couleur == ACCENT]
    assert barres == pytest.approx([0.9, 0.8, 1.0])  # the letter and the absence have none


def test_quatre_cours_de_300_caracteres_tiennent_sur_une_page():
    cours = tuple(replace(HARPE, cours=f"Cours {rang}", appreciation=long(300)) for rang in range(4))
    assert len(composer_bulletin(replace(ALMA, cours=cours))) == 1


@pytest.mark.parametrize("caracteres", [0, 300, 900, 5000])
@pytest.mark.parametrize("nombre", [0, 1, 3, 8])
def test_marges_et_chevauchements(nombre: int, caracteres: int):
    cours = tuple(
        replace(
            (HARPE, CHOEUR, replace(HARPE, notes=(), moyenne="", lettre="", mention=""))[rang % 3],
            cours=f"{NOM_LONG} {rang}",
            appreciation=long(caracteres),
            resultat="admis à l’unanimité",
        )
        for rang in range(nombre)
    )
    papier = replace(
        ALMA, nom=f"{NOM_LONG} {NOM_LONG}", cours=cours, duplicata_a=datetime(2026, 6, 1, tzinfo=UTC), mention="x"
    )
    pages = composer_bulletin(papier)
    assert chevauchements(pages) == []
    for page in blocs(produire_bulletin(papier)):
        for bloc in page:
            assert bloc.gauche >= 24.8, bloc
            assert bloc.droite <= 190.4, bloc
            assert bloc.haut >= 10, bloc
            assert bloc.bas <= 288, bloc
    tout = " ".join(textes(produire_bulletin(papier)))
    assert tout.count("signature") == 1
    assert tout.count("DUPLICATA") == len(pages)
    for rang in range(nombre):
        assert tout.count(f"Quesnelle {rang}") >= 1


def test_un_cours_ne_se_coupe_pas_et_la_direction_suit_le_dernier():
    cours = tuple(replace(HARPE, cours=f"Cours {rang}", appreciation=long(900) + " FIN") for rang in range(8))
    pages = textes(produire_bulletin(replace(ALMA, cours=cours)))
    assert len(pages) > 1
    for page in pages:
        assert page.count("Hélène Maurin") == page.count("FIN") >= 1
    assert "Cours 7" in pages[-1]
    assert "Appréciation de la direction" in pages[-1]
    assert "Bulletin du 1ᵉʳ semestre · année 2025-2026" in pages[1]


def test_les_memes_octets_deux_fois_et_les_polices_dedans():
    signee = replace(ALMA, direction=replace(DIRECTION, signature=Signature("J. Aubrac", "", logo(300, 200))))
    assert produire_bulletin(signee) == produire_bulletin(signee)
    assert chevauchements(composer_bulletin(signee)) == []
    polices = polices_du_pdf(composer_lot([ALMA, signee], titre="Bulletins", auteur="x"))
    assert {nom.split("+")[-1] for nom in polices} == {"DeskSans-Regular", "DeskSans-Semibold"}
    assert all(polices.values())


def test_un_signe_que_la_police_n_a_pas_est_refuse_en_disant_ou():
    cours = (replace(HARPE, appreciation="Bravo \U0001f3b5"),)
    with pytest.raises(Invalide) as refus:
        produire_bulletin(replace(ALMA, cours=cours))
    assert (refus.value.champ, refus.value.code) == ("cours.0.appreciation", "caractere_non_imprimable")
