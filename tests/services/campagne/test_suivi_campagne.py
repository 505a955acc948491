"""Where the pupils of a campaign stand: filters, counts, columns, on both databases."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from imuse_desk.domain.erreurs import Refus
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.domain.roles import Role
from imuse_desk.models import Personne
from imuse_desk.models.passerelle import Base
from imuse_desk.services.lectures.liste_familles import lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.listes_typees import lire_liste
from imuse_desk.services.lectures.suivi_campagne import (
    SOURCE_SUIVI,
    choix_suivi,
    compter_suivi,
    lire_lignes_suivi,
    lister_suivi,
    valeurs_suivi,
)
from imuse_desk.services.suivi.alertes import GenreAlerte, lire_alertes
from tests.fabriques import Maison, maison_complete
from tests.services.campagne.outils import arreter, campagne_en_cours
from tests.services.reinscription.outils import apporter

ATTENDENT = ("sans_reponse",)


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    return campagne_en_cours(base, tmp_path / "depot")


def _prenoms(maison: Maison, *pastilles: str, texte: str = "", tri: str = "nom", croissant: bool = True) -> list[str]:
    ids = lister_suivi(maison.ctx(), Filtre(texte, pastilles, tri, croissant)).ids
    par_id = {maison.ids[p]: p for p in ("Lina", "Noé", "Alix", "Basile", "Cléa", "Dan")}
    return [par_id[i] for i in ids]


def test_every_state_is_counted_and_states_add_up(maison: Maison) -> None:
    assert _prenoms(maison, *ATTENDENT) == ["Alix", "Basile", "Cléa", "Dan"]
    assert _prenoms(maison, "sans_reponse", "en_saisie") == ["Alix", "Basile", "Cléa", "Dan", "Noé"]
    assert _prenoms(maison, *ATTENDENT, croissant=False) == ["Dan", "Cléa", "Basile", "Alix"]
    comptes = compter_suivi(maison.ctx(), Filtre("", ATTENDENT))
    assert {e.value: n for e, n in comptes.etats.items() if n} == {"sans_reponse": 4, "en_saisie": 1, "incomplete": 1}
    assert set(comptes.etats) == set(EtatDossier)
    assert comptes.pieces == 1
    lue = lister_suivi(maison.ctx(), Filtre("", ATTENDENT))
    assert lue.total == 6


def test_by_teacher_by_course_and_by_text(maison: Maison) -> None:
    zola = f"enseignant:{maison.ids['prof:Zola']}"
    assert _prenoms(maison, zola) == ["Alix", "Dan", "Lina"]
    assert _prenoms(maison, zola, *ATTENDENT) == ["Alix", "Dan"]
    assert _prenoms(maison, f"cours:{maison.ids['source:ORC']}") == ["Lina", "Noé"]
    assert compter_suivi(maison.ctx(), Filtre("", (zola,))).etats[EtatDossier.SANS_REPONSE] == 2
    assert _prenoms(maison, texte="durand") == ["Alix"]
    assert _prenoms(maison, texte="clea") == ["Cléa"]
    assert _prenoms(maison, texte="%") == []
    assert _prenoms(maison, "enseignant:9999") == []
    assert _prenoms(maison, "enseignant:x", "inconnue") == _prenoms(maison)
    arreter(maison, "Dan", "COR")
    assert _prenoms(maison, zola, *ATTENDENT) == ["Alix"]


def test_teachers_and_courses_are_those_of_the_source_year(maison: Maison) -> None:
    choix = choix_suivi(maison.ctx().sur(annee_id=maison.ids["cible"]))
    assert [mots for _, mots in choix.enseignants] == ["Abel Denis", "Zola Denis"]
    cours = [mots for _, mots in choix.cours]
    assert not any(mots.startswith("Atelier jazz") for mots in cours)
    assert "COR · Musique" in cours  # the cursus tells apart two courses of one name


def test_a_row_says_whom_to_call_and_what_is_missing(maison: Maison, tmp_path: Path) -> None:
    lina, alix = maison.ids["Lina"], maison.ids["Alix"]
    (ligne, autre) = lire_lignes_suivi(maison.ctx(), [lina, alix])
    assert (ligne.nom, ligne.prenom, ligne.etat) == ("Valmont", "Lina", EtatDossier.INCOMPLETE)
    assert ligne.cours == "COR, FM1.1, ORC"
    assert autre.enseignants == "Abel, Zola"
    assert ligne.courriels == "valmont0@example.org, valmont1@example.org"
    assert (autre.courriels, autre.pieces, autre.relance_le) == ("", "", None)
    assert "Pièce domicile" in ligne.pieces
    apporter(maison, "domicile", tmp_path)
    (ligne,) = lire_lignes_suivi(maison.ctx(), [lina])
    assert "Pièce domicile" not in ligne.pieces
    assert _prenoms(maison, "pieces") == ["Lina"]


def test_missing_papers_are_one_line_to_follow_up_of_the_families_that_the_list_shows(maison: Maison) -> None:
    def vues(role: Role, annee: str) -> list[int]:
        ctx = maison.ctx(role).sur(annee_id=maison.ids[annee])
        return [x.nombre for x in lire_alertes(ctx) if x.genre is GenreAlerte.PIECES]

    listees = lister_familles(maison.ctx(), Filtre("", ("pieces",))).ids
    assert listees == [maison.ids["Valmont"]]
    assert vues(Role.SECRETARIAT, "source") == vues(Role.DIRECTION, "cible") == [len(listees)]
    assert vues(Role.REGISSEUR, "source") == vues(Role.ENSEIGNANT, "source") == []


def test_who_may_not_be_contacted_is_not_shown(maison: Maison) -> None:
    def restreindre(session: object) -> None:
        session.execute(  # type: ignore[attr-defined]  # a session
            update(Personne).where(Personne.email == "valmont0@example.org").values(est_restreint=True)
        )

    maison.ecrire(restreindre)
    (ligne,) = lire_lignes_suivi(maison.ctx(), [maison.ids["Lina"]])
    assert ligne.courriels == "valmont1@example.org"


def test_any_column_sorts_and_is_exported(maison: Maison) -> None:
    lue = lire_liste(maison.ctx(), SOURCE_SUIVI, Filtre("", (), "enseignant"))
    premiers = [i for i in lue.ids if valeurs_suivi(maison.ctx(), [i], ["enseignant"])["enseignant"].get(i)]
    assert premiers[0] == maison.ids["Cléa"]  # Abel alone, before Abel and Zola
    assert _prenoms(maison, tri="famille")[0] == "Alix"
    assert _prenoms(maison, tri="etat") == ["Noé", "Lina", "Alix", "Basile", "Cléa", "Dan"]
    valeurs = valeurs_suivi(maison.ctx(), lue.ids, ["nom", "famille", "numero", "telephone", "ville", "relance"])
    assert valeurs["famille"][maison.ids["Dan"]] == "Famille Roy"
    assert valeurs["relance"] == {}
    with pytest.raises(KeyError):
        valeurs_suivi(maison.ctx(), lue.ids, ["salaire"])


def test_a_site_without_a_campaign_has_nobody(base: Base, tmp_path: Path) -> None:
    maison = maison_complete(base, tmp_path / "depot")
    ctx = replace(maison.ctx(), site_id=9999, roles={9999: frozenset({Role.SECRETARIAT})})
    assert lister_suivi(ctx).ids == []
    assert compter_suivi(ctx).etats[EtatDossier.SANS_REPONSE] == 0
    assert choix_suivi(ctx).cours == ()


def test_a_teacher_does_not_see_the_families_contacts(maison: Maison) -> None:
    with pytest.raises(Refus):
        lister_suivi(maison.ctx(Role.ENSEIGNANT))
