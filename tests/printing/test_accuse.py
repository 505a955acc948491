"""The acknowledgement: one child or a family, missing papers, price, pages."""

from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Any

import pytest

from imuse_desk.printing.accuse import (
    CoursDemande,
    EnfantAccuse,
    LignePrix,
    PieceAccuse,
    composer_accuse,
    phrases_suite,
    produire_accuse,
    produire_accuses,
)
from imuse_desk.printing.grille_page import MM
from tests.printing.exemples import COURS, NOM_LONG, accuse, blocs, chevauchements, enfant, normaliser, textes


def styles(papier: Any) -> dict[str, bool]:
    """Text → whether it is set in Semibold."""
    return {normaliser(e.texte): e.style.gras for page in composer_accuse(papier) for e in page.ecrits}


def test_un_enfant_tient_sur_une_page_et_se_relit_dans_l_ordre():
    (page,) = textes(produire_accuse(accuse()))
    attendus = [
        "Conservatoire du Val d’Aulne",
        "MADAME CLAIRE VERDIER",
        "Accusé",
        "Réinscription 2026-2027",
        "Déposée le 02/06/2026 à 18:07",
        "Pièces 2 reçues sur 3",
        "Enfant1 Verdier",
        "né le 12/03/2011",
        "Dossier incomplet",
        "Formation musicale FM2C2",
        "mercredi 14:00–15:15, salle Franck",
        "place réservée",
        "affectation d’office",
        "suit le cursus",
        "quittance.pdf · 1 page",
        "avis-2025.pdf · 4 pages",
        "manquante",
        "QF 880,66 € × 36,50 %",
        "Total de l’année",
        "à titre provisoire",
        "346,44 €",
        "Et maintenant",
        "avant le 19/06/2026",
        "Déclaration acceptée par Mme Claire Verdier le 02/06/2026 à 18:07 (signature papier), version 3",
        "Empreinte C90D 11F3 7A68",
        "page 1/1",
    ]
    place = 0
    for attendu in attendus:
        assert attendu in page[place:], attendu
        place = page.index(attendu, place)


def test_la_piece_manquante_est_en_demi_gras_et_en_mots():
    vus = styles(accuse())
    assert vus["Avis d’imposition, 4 pages · parent 2"] is True
    assert vus["manquante"] is True
    assert vus["Avis d’imposition, 4 pages · parent 1"] is False


@pytest.mark.parametrize("nombre", [1, 2, 3, 4, 5, 6])
def test_chaque_enfant_a_ses_cours_et_son_prix(nombre):
    pages = textes(produire_accuse(accuse(nombre)))
    tout = " ".join(pages)
    assert tout.count("Harpe") == nombre
    for rang in range(1, nombre + 1):
        assert f"Enfant{rang} Verdier" in tout
    total = f"{nombre * 34644 / 100:,.2f}".replace(",", " ").replace(".", ",")
    assert f"{total} €" in tout
    assert len(pages) == (1 if nombre == 1 else 2)
    if nombre > 1:
        assert f"{nombre} élèves" in pages[0]
        assert "Accusé de réception R26-01184 du 02/06/2026 · dossier 04127" in pages[1]


def test_un_tableau_qui_deborde_repete_sa_tete_et_le_nom_de_l_enfant():
    cours = tuple(CoursDemande(f"Atelier {rang}", creneau="mardi 17:00", etat="place réservée") for rang in range(70))
    papier = accuse(enfants=(EnfantAccuse("Alma Verdier", cours=cours[:1]), EnfantAccuse("Éloi Verdier", cours=cours)))
    pages = textes(produire_accuse(papier))
    avec_ateliers = [page for page in pages if "Atelier" in page]
    assert len(avec_ateliers) >= 3
    for page in avec_ateliers:
        assert page.count("Cours demandé") == 1
    for page in avec_ateliers[1:]:
        assert "Éloi Verdier suite de la page précédente" in page
    assert all(f"Atelier {rang} " in " ".join(pages) for rang in range(70))


def test_les_montants_reportes_sont_ceux_des_rangees_imprimees():
    prix = tuple(LignePrix(f"Ligne {rang}", 100_000) for rang in range(60))
    pages = textes(produire_accuse(accuse(prix=prix)))
    assert "60 000,00 €" in pages[-1]
    rangees_avant = 0
    for page, suivante in pairwise(pages):
        rangees_avant += page.count("Ligne ")
        if "À reporter" in page:
            montant = f"{rangees_avant * 1000:,}".replace(",", " ") + ",00"
            assert f"À reporter {montant}" in page
            assert f"Report {montant}" in suivante
    assert sum("À reporter" in page for page in pages) >= 1


def test_noms_longs_sur_deux_pages_sans_chevauchement():
    atelier = CoursDemande(
        "Atelier d’improvisation et de création sonore collective du mercredi après-midi",
        "cycle 2, 3ᵉ\u00a0année",
        "mercredi 17:15–18:45, salle Germaine-Tailleferre, annexe des Quatre-Vents",
        "sous réserve du résultat de l’examen de fin de cycle",
        "liste d’attente, rang 3",
    )
    enfants = tuple(
        EnfantAccuse(f"{NOM_LONG} {rang}", date(2012, 1, 1), "M", "se réinscrit", (*COURS, atelier))
        for rang in range(4)
    )
    pieces = tuple(PieceAccuse(f"Certificat médical {rang}", NOM_LONG, "x" * 90 + ".pdf", 4) for rang in range(9))
    prix = tuple(LignePrix(e.nom, -123_456_789, ("base " * 30, "note " * 40), True) for e in enfants)
    papier = accuse(
        enfants=enfants, pieces=pieces, prix=prix, famille=NOM_LONG, etat="Dossier complet, à vérifier " * 3
    )
    assert chevauchements(composer_accuse(papier)) == []
    tout = " ".join(textes(produire_accuse(papier)))
    assert "−4 938 271,56 €" in tout
    assert tout.count("liste d’attente, rang 3") == 4


def test_un_enfant_sans_cours_le_dit():
    conge = EnfantAccuse("Éloi Verdier", date(2012, 1, 1), "M", "congé demandé", (), "congé d’un an demandé par écrit")
    tout = " ".join(textes(produire_accuse(accuse(enfants=(enfant(1), conge)))))
    assert "congé demandé" in tout
    assert "congé d’un an demandé par écrit" in tout


def test_sans_pieces_ni_prix_ni_declaration():
    (page,) = textes(produire_accuse(accuse(pieces=(), prix=(), suites=(), declaration=None, empreinte="")))
    for absent in ("Pièce", "Total", "Et maintenant", "Déclaration", "Empreinte"):
        assert absent not in page


def test_l_heure_est_celle_de_la_maison():
    hiver = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert "Déposée le 01/01/2027 à 00:30" in textes(produire_accuse(accuse(deposee_a=hiver)))[0]


def test_un_lot_numerote_chaque_accuse():
    pages = textes(produire_accuses((accuse(nombre) for nombre in (1, 4, 1)), auteur="Conservatoire"))
    folios = [page[page.index("page ") :].split()[1] for page in [p.split("Empreinte")[1] for p in pages]]
    assert folios == ["1/1", "1/2", "2/2", "1/1"]


def test_phrases_suite():
    rien = phrases_suite(0)
    assert len(rien) == 1
    une = phrases_suite(1, date(2026, 6, 19), date(2026, 8, 24), "novembre")
    assert une[1].startswith(
        "Une pièce manque\u00a0: remettez-la au secrétariat avant le 19/06/2026. Sans elle, le tarif"
    )
    assert une[2].endswith("à partir du 24/08/2026. Première facture en novembre.")
    assert phrases_suite(2, bloquantes=2)[1].endswith("Sans elles, l’inscription ne peut pas être validée.")
    assert phrases_suite(2, bloquantes=1)[1].endswith("ne peut pas être validée et le tarif plafond s’applique.")
    assert phrases_suite(3)[1].startswith("3\u00a0pièces manquent\u00a0: remettez-les au secrétariat. Sans elles")


def test_le_total_ne_tombe_jamais_sur_le_pli():
    hauteurs = []
    for lignes in range(1, 15):
        prix = tuple(LignePrix(f"Ligne {rang}", 100) for rang in range(lignes))
        for page in composer_accuse(accuse(pieces=(), prix=prix)):
            hauteurs += [297 - e.y / MM for e in page.ecrits if e.texte == "Total de l’année"]
    assert len(hauteurs) == 14
    assert [haut for haut in hauteurs if 195.4 < haut < 201.2] == []
    assert min(hauteurs) < 195.4
    assert max(hauteurs) > 201.2


def test_une_rangee_plus_haute_que_la_page_continue_au_verso():
    notes = tuple(f"explication{rang}" for rang in range(120))
    papier = accuse(prix=(LignePrix("Alma Verdier", 34644, notes), LignePrix("Éloi Verdier", 100)))
    pages = textes(produire_accuse(papier))
    tout = " ".join(pages)
    assert all(tout.count(f"{note} ") == 1 for note in notes)
    assert "À reporter 346,44" in tout
    assert "347,44 €" in tout
    assert chevauchements(composer_accuse(papier)) == []
    assert all(bloc.bas <= 288 for page in blocs(produire_accuse(papier)) for bloc in page)


def test_de_tres_nombreuses_suites_coulent_sur_les_pages():
    suites = tuple(f"Phrase{rang} : " + "mot " * 30 for rang in range(40))
    papier = accuse(suites=suites)
    tout = " ".join(textes(produire_accuse(papier)))
    assert all(tout.count(f"Phrase{rang} ") == 1 for rang in range(40))
    assert all(bloc.bas <= 288 for page in blocs(produire_accuse(papier)) for bloc in page)
