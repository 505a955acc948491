"""Where papers turn: no last page with next to nothing on it, the note and the signature with their block."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from imuse_desk.printing.accuse import EnfantAccuse, LignePrix, composer_accuse, produire_accuse
from imuse_desk.printing.estimation import composer_estimation, produire_estimation
from imuse_desk.printing.fiche_reinscription import produire_fiche
from imuse_desk.printing.mise_en_pages import FOND_MINIMAL, Reglage, mettre_en_pages
from tests.printing.exemples import COURS, NOM_LONG, PIECES, accuse, blocs, chevauchements, estimation, fiche, textes

PIED_MM = 256.0  # the legal note and the footer stand below


def contenu_mm(octets: bytes) -> float:
    """Where the content of the last page ends, the legal note apart."""
    return max(bloc.bas for bloc in blocs(octets)[-1] if bloc.bas < PIED_MM)


def papier(eleves: int, cours: int, nom: str = "Enfant Verdier", pieces: int = 1) -> Any:
    demandes = (COURS * 2)[:cours]
    return accuse(
        enfants=tuple(
            EnfantAccuse(f"{nom} {r}", date(2012, 1, 1), "F", "se réinscrit", demandes) for r in range(eleves)
        ),
        prix=tuple(
            LignePrix(f"{nom} {rang}", 34644, ("QF 880,66\u00a0€ × 36,50\u00a0%",), True) for rang in range(eleves)
        ),
        pieces=PIECES * pieces,
    )


@pytest.mark.parametrize("nom", ["Alma Verdier", NOM_LONG])
@pytest.mark.parametrize("eleves", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("cours", [1, 3, 5])
@pytest.mark.parametrize("pieces", [1, 2])
def test_la_derniere_page_de_l_accuse_n_est_jamais_presque_vide(nom, eleves, cours, pieces):
    demande = papier(eleves, cours, nom, pieces)
    octets = produire_accuse(demande)
    pages = textes(octets)
    assert len(pages) <= 3
    assert contenu_mm(octets) >= FOND_MINIMAL * 4.5 - 1
    avec_suites = [rang for rang, page in enumerate(pages) if "Et maintenant" in page]
    assert avec_suites == [rang for rang, page in enumerate(pages) if "Déclaration acceptée" in page]
    avec_total = [page for page in pages if "Total de l’année" in page]
    assert len(avec_total) == 1
    assert "Base de calcul" in avec_total[0]
    assert chevauchements(composer_accuse(demande)) == []


def test_l_accuse_d_un_enfant_qui_suit_cinq_cours_tient_sur_une_page():
    assert len(textes(produire_accuse(papier(1, 5, pieces=2)))) == 1


def test_provisoire_se_dit_une_fois_quand_tout_l_est():
    (page,) = textes(produire_accuse(papier(2, 1)))
    assert page.count("à titre provisoire") == 1
    melange = accuse(2)  # the first fee alone is provisional
    assert " ".join(textes(produire_accuse(melange))).count("à titre provisoire") == 2


def test_un_seul_eleve_sans_cours_n_a_pas_de_tableau_vide():
    seul = EnfantAccuse("Alma Verdier", etat="ne se réinscrit pas", remarque="ne se réinscrit pas")
    (page,) = textes(produire_accuse(accuse(enfants=(seul,))))
    assert page.count("ne se réinscrit pas") == 1
    assert "Cours demandé" not in page


@pytest.mark.parametrize("eleves", [1, 2, 3, 4, 5, 6])
def test_la_signature_n_est_jamais_seule_sur_sa_page(eleves):
    octets = produire_fiche(fiche(eleves))
    assert contenu_mm(octets) >= FOND_MINIMAL * 4.5 - 1
    assert "Pièce à joindre" in textes(octets)[-1]


@pytest.mark.parametrize("lignes", range(1, 60, 2))
def test_le_total_de_l_estimation_garde_sa_mention(lignes):
    octets = produire_estimation(estimation(lignes))
    pages = textes(octets)
    assert "Total estimé de l’année" in pages[-1]
    assert "Cette estimation ne vaut pas engagement" in pages[-1]
    assert len(pages) == 1 or "Prestation" in pages[-1]


def test_une_estimation_sans_ligne_le_dit():
    vide = estimation(groupes=(), ajustements=(), famille="", faits=())
    (page,) = textes(produire_estimation(vide))
    assert "Aucune prestation demandée." in page
    assert "Total estimé de l’année" not in page
    assert chevauchements(composer_estimation(vide)) == []
    assert "Aucune prestation" not in textes(produire_estimation(replace(vide, groupes=estimation().groupes)))[0]


class _Faux:
    def __init__(self, pages: int, ligne: float) -> None:
        self.pages: list[Any] = [None] * pages
        self.ligne = ligne


def test_on_serre_pour_gagner_une_page_et_sinon_on_reste_large():
    assert mettre_en_pages(lambda reglage: _Faux(1 if reglage.serre else 2, 50)).pages == [None]
    essais: list[Reglage] = []

    def large(reglage: Reglage) -> _Faux:
        essais.append(reglage)
        return _Faux(2, 10 + reglage.retrait)

    assert mettre_en_pages(large).ligne == 22
    assert essais[-1] == Reglage(serre=False, page=1, retrait=12)
    assert essais[-1].bas(1) == 49
    assert essais[-1].bas(2) == 61
