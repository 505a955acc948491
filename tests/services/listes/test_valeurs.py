"""Any column of the long lists as typed values, on both databases: what the cells say, sort, groups, contacts."""

from dataclasses import replace
from datetime import date

import pytest

from imuse_desk.domain.erreurs import Refus
from imuse_desk.domain.feuille import SANS_VALEUR, Nature, ecrire_valeur
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.eleves import CreerEleve, archiver_eleve, creer_eleve
from imuse_desk.services.familles import CreerFamille, archiver_famille, creer_famille
from imuse_desk.services.fiche_eleve import SaisieEleve, SaisieRattachement
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.lectures.coordonnees import ELEVE, FOYER, coordonnees
from imuse_desk.services.lectures.eleves import lire_lignes_eleves
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.listes_typees import Regroupement, lire_liste, regrouper_liste
from imuse_desk.services.lectures.valeurs_eleves import SOURCE_ELEVES, valeurs_eleves
from imuse_desk.services.lectures.valeurs_familles import SOURCE_FAMILLES, valeurs_familles
from imuse_desk.views.common import familles_listees as de_la_famille
from imuse_desk.views.eleve import presentateur as de_l_eleve
from tests.services.familles.conftest import inscrire, noter_quotient, repondre

TOUTES = (*de_la_famille.COLONNES, *de_la_famille.COLONNES_EN_PLUS)
MEUDON, SEVRES = "Meudon", "Sèvres"


def famille(
    ctx: Contexte, nom: str, ville: str = MEUDON, *, confidentielle: bool = False, email: str = "", mobile: str = ""
) -> int:  # fmt: skip
    adulte = replace(PREMIER_ADULTE, nom=nom, prenom="Ève", email=email, mobile=mobile)
    saisie = SaisieFamille(
        numero="3", voie="rue du Lac", cp="92190", ville=ville, est_confidentielle=confidentielle, adultes=(adulte,)
    )
    return creer_famille(ctx, CreerFamille(saisie)).resultat


def eleve(ctx: Contexte, foyer_id: int, prenom: str, naissance: str = "") -> int:
    saisie = SaisieEleve(
        nom="de La Brosse", prenom=prenom, naissance=naissance, sexe="F", foyers=(SaisieRattachement(foyer_id),)
    )
    return creer_eleve(ctx, CreerEleve(saisie)).resultat


@pytest.fixture
def maisonnee(ctx: Contexte, maison: dict[str, int]) -> dict[str, int]:
    achard = famille(ctx, "Achard", email="achard@exemple.fr", mobile="06 39 98 00 01")
    bailly = famille(ctx, "Bailly", SEVRES, confidentielle=True)
    lina, noe = eleve(ctx, achard, "Lina", "28/02/2014"), eleve(ctx, achard, "Noé", "01/03/2016")
    zoe = eleve(ctx, bailly, "Zoé")
    inscrire(ctx, maison, lina)
    repondre(ctx, maison, achard, lina, "deposee")
    noter_quotient(ctx, maison, achard, 88_066)
    return {"achard": achard, "bailly": bailly, "lina": lina, "noe": noe, "zoe": zoe}


def test_values_say_what_the_cells_of_the_families_say(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    archive = famille(ctx, "Carré")
    archiver_famille(ctx, archive)
    ids = [maisonnee["achard"], maisonnee["bailly"], archive]
    valeurs = valeurs_familles(ctx, ids, ["nom", "enfants", "etat"])
    for ligne in lire_lignes_familles(ctx, ids):
        cellules = de_la_famille.cellules(ligne)
        dites = [ecrire_valeur(valeurs[c].get(ligne.id), Nature.TEXTE) for c in ("nom", "enfants", "etat")]
        assert dites == [cellule.copie for cellule in cellules]


def test_values_say_what_the_cells_of_the_pupils_say(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    archiver_eleve(ctx, maisonnee["noe"])
    ids = [maisonnee[e] for e in ("lina", "noe", "zoe")]
    valeurs = valeurs_eleves(ctx, ids, ["nom", "naissance"])
    for ligne in lire_lignes_eleves(ctx, ids):
        dites = [ecrire_valeur(valeurs[c].get(ligne.id), Nature.DATE) for c in ("nom", "naissance")]
        assert dites == [cellule.copie for cellule in de_l_eleve.cellules(ligne)]


def test_every_column_of_a_screen_has_its_values(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    de_la = valeurs_familles(ctx, [maisonnee["achard"]], [c.cle for c in TOUTES])
    achard = {cle: valeurs.get(maisonnee["achard"]) for cle, valeurs in de_la.items()}
    assert achard == {
        "nom": "ACHARD Ève", "enfants": "Lina, Noé", "etat": "Déposée", "numero": achard["numero"], "nombre": 2,
        "telephone": "06 39 98 00 01", "email": "achard@exemple.fr", "cp": "92190", "ville": MEUDON,
        "statut": achard["statut"], "quotient": 88_066,
    }  # fmt: skip
    valeurs = valeurs_eleves(ctx, [maisonnee["lina"]], [c.cle for c in de_l_eleve.COLONNES])
    lina = {cle: lues.get(maisonnee["lina"]) for cle, lues in valeurs.items()}
    assert lina == {
        "nom": "de LA BROSSE Lina", "naissance": date(2014, 2, 28), "age": 13, "sexe": "Féminin",
        "famille": lina["famille"], "numero": achard["numero"], "cours": "Cor C1.1", "enseignant": "Roussel",
        "etat": "Déposée", "telephone": "06 39 98 00 01", "email": "achard@exemple.fr", "ville": MEUDON,
        "classe": "", "ecole": "",
    }  # fmt: skip


def test_a_confidential_town_stays_unsaid(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    villes = valeurs_familles(ctx, [maisonnee["bailly"]], ["ville", "cp"])
    assert villes == {"ville": {}, "cp": {}}
    assert valeurs_eleves(ctx, [maisonnee["zoe"]], ["ville"]) == {"ville": {}}


def test_no_row_has_no_value(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    assert maisonnee
    for valeurs, colonnes in ((valeurs_familles, TOUTES), (valeurs_eleves, de_l_eleve.COLONNES)):
        assert all(not lues for lues in valeurs(ctx, [], [c.cle for c in colonnes]).values())


def test_the_whole_table_answers_as_the_rows_asked_by_name(
    ctx: Contexte, maisonnee: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    cles_familles, cles_eleves = [c.cle for c in TOUTES], [c.cle for c in de_l_eleve.COLONNES]
    familles, eleves = [maisonnee["achard"], maisonnee["bailly"]], [maisonnee[e] for e in ("lina", "noe", "zoe")]
    par_nom = valeurs_familles(ctx, familles, cles_familles), valeurs_eleves(ctx, eleves, cles_eleves)
    for module in ("listes_typees", "valeurs_eleves"):
        monkeypatch.setattr(f"imuse_desk.services.lectures.{module}.PEU", 0)
    assert valeurs_familles(ctx, familles, cles_familles) == par_nom[0]
    assert valeurs_eleves(ctx, eleves, cles_eleves) == par_nom[1]


def test_a_list_is_sorted_by_any_column_and_grouped(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    lue = lire_liste(
        ctx,
        SOURCE_FAMILLES,
        Filtre(tri="nombre", est_croissant=False),
        Regroupement("ville", Nature.TEXTE, ("nombre",)),
    )
    assert lue.ids == [maisonnee["achard"], maisonnee["bailly"]]
    assert lue.groupes is not None
    assert [(g.libelle, g.ids, g.sommes) for g in lue.groupes] == [
        (MEUDON, [maisonnee["achard"]], {"nombre": 2}), (SANS_VALEUR, [maisonnee["bailly"]], {"nombre": 1}),
    ]  # fmt: skip
    par_annee = regrouper_liste(
        ctx, SOURCE_ELEVES, lire_liste(ctx, SOURCE_ELEVES, Filtre()), Regroupement("naissance", Nature.DATE)
    )
    assert par_annee.groupes is not None
    assert [g.libelle for g in par_annee.groupes] == ["2014", "2016", SANS_VALEUR]
    assert par_annee.montres == [maisonnee[e] for e in ("lina", "noe", "zoe")]
    assert regrouper_liste(ctx, SOURCE_ELEVES, par_annee, None).groupes is None


def test_contacts_of_pupils_are_those_of_their_households_once(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    lues = coordonnees(ctx, ELEVE, [maisonnee[e] for e in ("noe", "lina", "zoe")])
    assert lues.courriels == ("achard@exemple.fr",)
    assert lues.telephones == (("Ève Achard", "06 39 98 00 01"),)
    assert lues.blocs == ("Ève Achard\n3 rue du Lac\n92190 Meudon",)
    assert (lues.foyers, lues.confidentielles, lues.sans_courriel, lues.sans_telephone) == (2, 1, 1, 1)


def test_who_left_is_left_out(ctx: Contexte, maisonnee: dict[str, int]) -> None:
    archiver_eleve(ctx, maisonnee["noe"])
    archiver_famille(ctx, maisonnee["bailly"])
    assert coordonnees(ctx, ELEVE, [maisonnee["noe"]]).foyers == 0
    lues = coordonnees(ctx, FOYER, [maisonnee["bailly"], maisonnee["achard"]])
    assert lues.archives == 1
    assert lues.courriels == ("achard@exemple.fr",)
    assert coordonnees(ctx, FOYER, []).blocs == ()


def test_a_teacher_reads_no_list_of_families(professeur: Contexte) -> None:
    for lire in (valeurs_familles, valeurs_eleves):
        with pytest.raises(Refus):
            lire(professeur, [1], ["nom"])
    with pytest.raises(Refus):
        coordonnees(professeur, FOYER, [1])
