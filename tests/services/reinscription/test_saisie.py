"""The draft: ticks, times, added courses, answers with a motive."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from imuse_desk.domain.erreurs import Conflit, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.models import Inscription, Place, Site
from imuse_desk.models.passerelle import Base
from imuse_desk.services.reinscription import reponses
from imuse_desk.services.reinscription.saisie import (
    CoursEnPlus,
    LigneSaisie,
    SaisirReponse,
    ajouter_cours,
    lire_cours_ajoutables,
    retirer_cours,
    saisir,
)
from tests.fabriques import Maison
from tests.services.reinscription.outils import cocher, deposer, enfant, ouvrir


def _lina(maison: Maison):
    return enfant(ouvrir(maison), "Lina")


def _saisir(maison: Maison, *lignes: LigneSaisie) -> int:
    vu = _lina(maison)
    return saisir(maison.ctx(), SaisirReponse(vu.dossier_eleve_id or 0, vu.version, lignes)).resultat["version"]


def _en_plus(maison: Maison, code: str) -> CoursEnPlus:
    vu = _lina(maison)
    return CoursEnPlus(vu.dossier_eleve_id or 0, vu.version, maison.ids[code])


def _places(base: Base) -> int:
    with base.lire() as session:
        return session.execute(select(func.count()).select_from(Place)).scalar_one()


def test_a_draft_holds_nothing_and_the_cursus_leads_its_followers(maison: Maison, base: Base) -> None:
    cocher(maison, "Lina")
    vu = _lina(maison)
    assert vu.etat is EtatDossier.EN_SAISIE
    assert [x.est_demandee for x in vu.lignes] == [True, True, True]
    assert _places(base) == 0
    _saisir(
        maison,
        LigneSaisie(maison.ids["cible:COR"], est_demandee=False),
        LigneSaisie(maison.ids["cible:FM1.2"], est_demandee=False),
    )
    lignes = _lina(maison).lignes
    assert [x.est_demandee for x in lignes] == [False, False, False]
    assert lignes[1].creneau_id is None


def test_a_follower_has_no_tick_of_its_own(maison: Maison) -> None:
    cocher(maison, "Lina")
    _saisir(maison, LigneSaisie(maison.ids["cible:ORC"], est_demandee=False))
    assert _lina(maison).lignes[2].est_demandee


def test_the_version_returned_is_the_one_to_send_next(maison: Maison) -> None:
    version = cocher(maison, "Lina")
    assert _lina(maison).version == version
    ident = _lina(maison).dossier_eleve_id or 0
    ligne = (LigneSaisie(maison.ids["cible:COR"], est_demandee=True),)
    saisir(maison.ctx(), SaisirReponse(ident, version, ligne))
    with pytest.raises(Conflit) as refus:
        saisir(maison.ctx(), SaisirReponse(ident, version, ligne))
    assert refus.value.auteur == "Aline Martin"


def test_a_full_time_is_listed_apart_and_refused(maison: Maison, base: Base) -> None:
    maison.foyer("Bernard")
    maison.eleve("Paul", "Bernard", cours=("COR", "FM1.1"))
    maison.eleve("Anne", "Bernard", rang=1, cours=("COR", "FM1.1"))
    deposer(maison, "Paul", "Anne", creneau="fm_jeu", foyer="Bernard")
    fm = _lina(maison).lignes[1]
    assert [c.creneau_id for c in fm.creneaux] == [maison.ids["fm_mer"]]
    assert [(c.creneau_id, c.prises, c.capacite) for c in fm.complets] == [(maison.ids["fm_jeu"], 2, 2)]
    with pytest.raises(RegleMetier, match="creneau_complet"):
        cocher(maison, "Lina", "fm_jeu")


def test_a_time_of_another_course_or_of_an_assigned_one_is_refused(maison: Maison) -> None:
    with pytest.raises(Introuvable):
        cocher(maison, "Lina", "jaz_mer")
    with pytest.raises(RegleMetier, match="creneau_sans_objet"):
        _saisir(maison, LigneSaisie(maison.ids["cible:COR"], est_demandee=True, creneau_id=maison.ids["fm_mer"]))


def test_two_lessons_at_once_are_refused_with_both_named(maison: Maison) -> None:
    cocher(maison, "Lina", "fm_mer")
    ajouter_cours(maison.ctx(), _en_plus(maison, "cible:JAZ"))
    with pytest.raises(RegleMetier) as refus:
        _saisir(maison, LigneSaisie(maison.ids["cible:JAZ"], est_demandee=True, creneau_id=maison.ids["jaz_mer"]))
    assert refus.value.code == "conflit_horaire"
    assert refus.value.params == {
        "lecon_a": "FM1.2, mer. 14:00 – 15:15, salle Franck, Rives-sur-Aulne",
        "lecon_b": "Atelier jazz, mer. 15:00 – 16:00, salle Franck, Rives-sur-Aulne",
    }
    _saisir(maison, LigneSaisie(maison.ids["cible:JAZ"], est_demandee=True, creneau_id=maison.ids["jaz_ven"]))


def test_the_fixed_time_of_an_assigned_course_clashes_too(maison: Maison) -> None:
    maison.inscrire("Lina", "DCL1.1")
    cocher(maison, "Lina", "fm_mer")
    with pytest.raises(RegleMetier, match="conflit_horaire"):
        _saisir(maison, LigneSaisie(maison.ids["cible:DCL1.2"], est_demandee=True))


def test_a_course_is_added_once_and_taken_away(maison: Maison) -> None:
    vu = _lina(maison)
    ajoutables = lire_cours_ajoutables(maison.ctx(), vu.dossier_eleve_id or 0)
    assert [c.code for c in ajoutables if c.discipline == "Jazz"] == ["JAZ"]
    assert not {"Cor", "Formation musicale", "Orchestre"} & {c.discipline for c in ajoutables}
    ajouter_cours(maison.ctx(), _en_plus(maison, "cible:JAZ"))
    with pytest.raises(RegleMetier, match="cours_deja_demande"):
        ajouter_cours(maison.ctx(), _en_plus(maison, "cible:JAZ"))
    with pytest.raises(RegleMetier, match="cours_non_propose"):
        ajouter_cours(maison.ctx(), _en_plus(maison, "cible:JAZA"))
    with pytest.raises(RegleMetier, match="cours_non_propose"):
        ajouter_cours(maison.ctx(), _en_plus(maison, "source:DCL1.1"))
    retirer_cours(maison.ctx(), _en_plus(maison, "cible:JAZ"))
    assert "Atelier jazz" not in {x.cours for x in _lina(maison).lignes}
    with pytest.raises(RegleMetier, match="cours_suivi"):
        retirer_cours(maison.ctx(), _en_plus(maison, "cible:COR"))


def test_a_level_is_subject_to_the_result_where_the_cycle_changes(maison: Maison) -> None:
    def monter(session) -> None:
        from imuse_desk.models import Inscription

        inscription = session.get_one(Inscription, maison.ids["inscription:Lina:COR"])
        inscription.niveau_id = maison.ids["C1.2"]

    maison.ecrire(monter)
    cor = _lina(maison).lignes[0]
    assert (cor.cycle, cor.cycle_suivant, cor.est_sous_reserve) == ("C1.2", "C2.1", True)


def test_an_answer_without_a_motive_or_from_tomorrow_is_refused(maison: Maison) -> None:
    vu = _lina(maison)
    with pytest.raises(Invalide, match="motif_vide"):
        reponses.ne_pas_reinscrire(maison.ctx(), reponses.Repondre(vu.dossier_eleve_id or 0, vu.version, "  "))
    demain = maison.horloge.instant.date() + timedelta(days=1)
    with pytest.raises(Invalide, match="date_future"):
        reponses.mettre_en_conge(maison.ctx(), reponses.Repondre(vu.dossier_eleve_id or 0, vu.version, "x", demain))


def test_leaving_frees_the_place_and_keeps_who_said_so(maison: Maison, base: Base) -> None:
    deposer(maison, "Lina")
    assert _places(base) == 2
    vu = _lina(maison)
    le = date(2026, 5, 18)
    reponses.ne_pas_reinscrire(
        maison.ctx(), reponses.Repondre(vu.dossier_eleve_id or 0, vu.version, "Déménagement", le)
    )
    vu = _lina(maison)
    assert (vu.etat, vu.motif, vu.motif_le, vu.motif_auteur) == (
        EtatDossier.NE_SE_REINSCRIT_PAS, "Déménagement", le, "Aline Martin",
    )  # fmt: skip
    assert _places(base) == 0
    assert vu.actions == frozenset({Action.ROUVRIR})


def test_a_leave_lasts_one_year(maison: Maison) -> None:
    def en_conge(session) -> None:
        from imuse_desk.models import Inscription

        for inscription in session.execute(
            select(Inscription).where(Inscription.eleve_id == maison.ids["Lina"])
        ).scalars():
            inscription.etat = "conge"

    maison.ecrire(en_conge)
    vu = _lina(maison)
    with pytest.raises(RegleMetier, match="conge_deja_pris"):
        reponses.mettre_en_conge(maison.ctx(), reponses.Repondre(vu.dossier_eleve_id or 0, vu.version, "encore"))
    noe = enfant(ouvrir(maison), "Noé")
    reponses.mettre_en_conge(maison.ctx(), reponses.Repondre(noe.dossier_eleve_id or 0, noe.version, "Allemagne"))
    assert enfant(ouvrir(maison), "Noé").etat is EtatDossier.CONGE


def test_a_pupil_enrolled_later_joins_the_campaign(maison: Maison) -> None:
    ouvrir(maison)
    maison.eleve("Zoé", "Valmont", naissance=date(2017, 1, 1), rang=2, cours=("COR",))
    assert [(e.prenom, e.total) for e in ouvrir(maison).enfants] == [("Lina", 3), ("Noé", 3), ("Zoé", 3)]


def test_a_family_without_any_pupil_of_the_year_is_told_so(maison: Maison) -> None:
    maison.foyer("Neuve")
    maison.eleve("Ana", "Neuve")
    with pytest.raises(RegleMetier) as refus:
        ouvrir(maison, "Neuve")
    assert (refus.value.code, refus.value.params) == (
        "aucun_eleve_de_l_annee", {"annee": "2025-2026", "cible": "2026-2027"},
    )  # fmt: skip


def test_a_family_of_another_site_is_sent_there(maison: Maison) -> None:
    la_bas = maison.garder("autre", Site(code="SBC", nom="Saint-Brice", cp="54998", ville="Saint-Brice"))
    maison.foyer("Loin")
    maison.eleve("Ana", "Loin")
    maison.cours("COR2", "COR", annee="source", site_id=la_bas)
    maison.ajouter(
        Inscription(
            eleve_id=maison.ids["Ana"], cours_id=maison.ids["source:COR2"], annee_id=maison.ids["source"],
            site_id=la_bas, du_le=date(2025, 9, 10),
        )
    )  # fmt: skip
    with pytest.raises(RegleMetier) as refus:
        ouvrir(maison, "Loin")
    assert (refus.value.code, refus.value.params) == ("eleves_d_un_autre_site", {"sites": "Saint-Brice"})
    with pytest.raises(RegleMetier, match="aucune_campagne"):
        ouvrir(maison, "Loin", maison.ctx(site_id=la_bas))


def test_a_pupil_of_another_site_is_not_written_at_each_look(maison: Maison, base: Base) -> None:
    """His campaign is the other site's: looking at his family here writes nothing."""
    from imuse_desk.models import Inscription, Operation, Site

    autre = maison.ajouter(Site(code="AUT", nom="Autre site"))
    maison.eleve("Zoé", "Valmont", naissance=date(2017, 1, 1), rang=2, cours=("COR",))
    maison.ecrire(lambda s: setattr(s.get_one(Inscription, maison.ids["inscription:Zoé:COR"]), "site_id", autre))
    ouvrir(maison)
    with base.lire() as session:
        avant = session.execute(select(func.count()).select_from(Operation)).scalar_one()
    assert [e.prenom for e in ouvrir(maison).enfants if e.dossier_eleve_id] == ["Lina", "Noé"]
    with base.lire() as session:
        assert session.execute(select(func.count()).select_from(Operation)).scalar_one() == avant
