"""The form to sign and the estimate."""

from dataclasses import replace

import pytest

from imuse_desk.printing.estimation import (
    GroupeEstimation,
    LigneEstimation,
    composer_estimation,
    produire_estimation,
)
from imuse_desk.printing.fiche_reinscription import composer_fiche, produire_fiche, produire_fiches
from tests.printing.exemples import NOM_LONG, chevauchements, estimation, fiche, textes


def test_la_fiche_est_pre_remplie():
    tout = " ".join(textes(produire_fiche(fiche())))
    for attendu in (
        "Fiche",
        "À rendre avant le 19/06/2026",
        "mère, payeur",
        "7 rue des Aubépines",
        "paul.sauvage@example.org",
        "Enfant1 Verdier",
        "née le 01/03/2014 · Musique, cycle 1",
        "demande un congé d’un an",
        "jeudi 17:30–18:45",
        "suit le cursus",
        "déjà au dossier",
        "à fournir",
        "Déclaration (version 3)",
        "Il accepte les règlements.",
        "Fait à",
        "nom et signature du responsable légal",
    ):
        assert attendu in tout, attendu


@pytest.mark.parametrize("enfants", [1, 2, 6])
def test_une_case_par_choix(enfants):
    # a child: 3 wishes, 2 courses ticked (the third follows the cursus), 2 slots, yes and no; one paper to bring
    cases = sum(len(page.cadres) for page in composer_fiche(fiche(enfants)))
    assert cases == enfants * 9 + 1


def test_une_coordonnee_vide_laisse_une_ligne_a_ecrire():
    mere, pere = fiche(1).responsables
    vide, remplie = (replace(mere, coordonnees=(("Adresse", valeur),)) for valeur in ("", "ici"))
    papiers = [fiche(1, responsables=(responsable, pere)) for responsable in (vide, remplie)]
    filets = [sum(len(page.filets) for page in composer_fiche(papier)) for papier in papiers]
    assert filets[0] == filets[1] + 1


def test_declaration_et_signature_restent_ensemble():
    for enfants in range(1, 8):
        pages = textes(produire_fiche(fiche(enfants)))
        avec_texte = [rang for rang, page in enumerate(pages) if "Déclaration (version" in page]
        assert avec_texte == [rang for rang, page in enumerate(pages) if "nom et signature" in page]


def test_fiche_aux_noms_longs():
    base = fiche(3)
    papier = replace(
        base,
        famille=f"Mme {NOM_LONG}, M. {NOM_LONG}",
        enfants=tuple(replace(e, nom=f"{NOM_LONG} {NOM_LONG}") for e in base.enfants),
        responsables=tuple(replace(r, nom=NOM_LONG, role="payeur " * 30) for r in base.responsables) * 2,
    )
    assert chevauchements(composer_fiche(papier)) == []


def test_une_longue_declaration_coule_sur_plusieurs_pages():
    pages = textes(produire_fiche(fiche(1, declaration=tuple(f"Article {rang}. " + "mot " * 60 for rang in range(40)))))
    assert all(f"Article {rang}." in " ".join(pages) for rang in range(40))
    assert "nom et signature" in pages[-1]


def test_un_lot_de_fiches():
    pages = textes(produire_fiches([fiche(1), fiche(1)], auteur="Conservatoire"))
    assert sum("page 1/" in page for page in pages) == 2


def test_l_estimation_explique_chaque_montant():
    (page,) = textes(produire_estimation(estimation()))
    for attendu in (
        "le 02/06/2026 à 18:07",
        "grille 2026-2027, version 3",
        "Enfants à charge de moins de 20 ans 2",
        "Quotient 880,66 € × 36,50 %.",
        "Sous-total 200,03",
        "Réduction 2ᵉ enfant",
        "−24,66",
        "175,37 €",
        "ne vaut pas engagement",
        "Cette estimation ne vaut pas engagement : elle repose",
    ):
        assert attendu in page, attendu
    assert page.count("Sous-total") == 1  # none for the single adjustment
    assert "Empreinte" not in page


def test_l_estimation_provisoire_le_dit():
    (page,) = textes(produire_estimation(estimation(est_provisoire=True)))
    assert "à titre provisoire, ne vaut pas engagement" in page
    enorme = estimation(est_provisoire=True, ajustements=(LigneEstimation("Majoration", 123_456_789_00),))
    assert chevauchements(composer_estimation(enorme)) == []


def test_une_longue_estimation_reporte_ses_montants():
    lignes = tuple(LigneEstimation(f"Séance {rang}", 1740, ("1 × 17,40\u00a0€",)) for rang in range(1, 91))
    papier = estimation(groupes=(GroupeEstimation("Zoé", lignes),), ajustements=())
    pages = textes(produire_estimation(papier))
    assert len(pages) == 3
    premiere = pages[0].count("Séance ")
    reporte = f"{premiere * 17.4:.2f}".replace(".", ",")
    assert f"À reporter {reporte}" in pages[0]
    assert f"Report {reporte}" in pages[1]
    assert "Zoé suite de la page précédente" in pages[1]
    assert "1 566,00 €" in pages[-1]
    assert chevauchements(composer_estimation(papier)) == []


@pytest.mark.parametrize("nombre", [2, 5, 8])
def test_les_questions_restent_avec_leur_enfant(nombre):
    for page in textes(produire_fiche(fiche(nombre))):
        morceaux = page.split("Droit à l’image")
        assert all("Verdier" in morceau.split("demande un congé")[0] for morceau in morceaux[:-1])
        assert page.count("Droit à l’image") == page.count("demande un congé")


def test_un_enfant_plus_long_que_la_page_garde_son_nom():
    modele = fiche(1).enfants[0]
    cours = modele.cours * 25
    pages = textes(produire_fiche(fiche(1, enfants=(replace(modele, cours=cours, autorisations=("Sortie",) * 40),))))
    assert len(pages) >= 4
    for page in pages:
        if "Formation musicale" in page or "Sortie" in page:
            assert "Enfant1 Verdier" in page
    assert sum(page.count("Sortie") for page in pages) == 40
