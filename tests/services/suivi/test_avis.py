"""Opinions of teachers: who may give them, until when, what they do to the re-enrolment, how they are undone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Introuvable, RegleMetier
from imuse_desk.domain.evaluations import Avis
from imuse_desk.domain.reinscription import GenreCondition
from imuse_desk.domain.roles import Role
from imuse_desk.models import AvisEnseignant
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.campagne.regles import enregistrer_regles, lire_regles
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.services.suivi.avis import DonnerAvis, donner_avis
from tests.fabriques import Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    maison = maison_valmont(base, tmp_path / "depot")
    maison.creneau("cor_lun", "source:COR", 1, "17:00")
    maison.creneau("fm_lun", "source:FM1.1", 1, "14:00")
    enseignant(maison, "Maurin", "Hélène")
    enseigner(maison, "Maurin", "cor_lun")
    placer(maison, "Lina:COR", "cor_lun", date(2025, 9, 10))
    placer(maison, "Lina:FM1.1", "fm_lun", date(2025, 9, 10))
    return maison


def condition(maison: Maison):
    vu = lire_dossier(maison.ctx(), maison.ids["Valmont"])
    lina = next(e for e in vu.enfants if e.prenom == "Lina")
    return next(c for c in lina.conditions if c.genre is GenreCondition.AVIS)


def avis(maison: Maison, code: str, dit: Avis, **autres) -> DonnerAvis:
    return DonnerAvis(maison.ids[f"inscription:Lina:{code}"], autres.pop("version", 0), dit, **autres)


def test_un_enseignant_donne_l_avis_de_ses_eleves_seuls(maison: Maison):
    ctx = ctx_enseignant(maison, "Maurin")
    version = donner_avis(
        ctx, avis(maison, "COR", Avis.RESERVE, commentaire="  À revoir. ", niveau_propose_id=maison.ids["C1.2"])
    ).resultat
    with maison.base.lire() as session:
        lu = session.query(AvisEnseignant).one()
    assert (lu.avis, lu.commentaire, lu.version) == ("reserve", "À revoir.", version)
    with pytest.raises(Introuvable):
        donner_avis(ctx, avis(maison, "FM1.1", Avis.FAVORABLE))


def test_apres_le_dernier_jour_seul_le_secretariat_saisit(maison: Maison):
    maison.regler("avis_jusqu_au", "05-19")  # the clock of the house says 20 May
    with pytest.raises(RegleMetier) as refus:
        donner_avis(ctx_enseignant(maison, "Maurin"), avis(maison, "COR", Avis.FAVORABLE))
    assert refus.value.code == "avis_hors_delai"
    donner_avis(maison.ctx(Role.SECRETARIAT), avis(maison, "COR", Avis.FAVORABLE))


def test_le_dernier_jour_compte_en_entier(maison: Maison):
    maison.regler("avis_jusqu_au", "05-20")
    maison.horloge.instant = datetime(2026, 5, 20, 21, 59, tzinfo=UTC)
    donner_avis(ctx_enseignant(maison, "Maurin"), avis(maison, "COR", Avis.FAVORABLE))
    maison.horloge.instant = datetime(2026, 5, 20, 22, 1, tzinfo=UTC)
    with pytest.raises(RegleMetier):
        donner_avis(ctx_enseignant(maison, "Maurin"), avis(maison, "COR", Avis.RESERVE, version=1))


def test_les_avis_font_la_condition_et_la_note_a_la_main_reste(maison: Maison):
    assert condition(maison).etat is None
    for code in ("COR", "FM1.1"):
        donner_avis(maison.ctx(), avis(maison, code, Avis.FAVORABLE))
    assert condition(maison).etat is None  # the orchestra has not answered
    donner_avis(maison.ctx(), avis(maison, "ORC", Avis.DEFAVORABLE))
    lue = condition(maison)
    assert (lue.etat, lue.source, lue.detail) == ("non_remplie", "calculee", "Défavorable\u00a0: ORC")
    attentes = [a.detail for a in resume_famille(maison.ctx(), maison.ids["Valmont"]).a_regler]
    assert "Défavorable\u00a0: ORC" in attentes
    vu = lire_dossier(maison.ctx(), maison.ids["Valmont"])
    lina = next(e for e in vu.enfants if e.prenom == "Lina")
    maison.condition(lina.dossier_eleve_id or 0, "avis", "remplie")
    assert (condition(maison).etat, condition(maison).source) == ("remplie", "saisie")
    apres = resume_famille(maison.ctx(), maison.ids["Valmont"])
    assert "Défavorable\u00a0: ORC" not in [a.detail for a in apres.a_regler]


def test_un_autre_poste_a_ecrit_et_l_annulation_remet_ce_qui_etait(maison: Maison):
    donner_avis(maison.ctx(), avis(maison, "COR", Avis.FAVORABLE, commentaire="Bien."))
    with pytest.raises(Conflit) as conflit:
        donner_avis(ctx_enseignant(maison, "Maurin"), avis(maison, "COR", Avis.DEFAVORABLE))
    assert conflit.value.champs["avis"] == (Avis.DEFAVORABLE, "favorable")
    fait = donner_avis(maison.ctx(), avis(maison, "COR", Avis.RESERVE, version=1))
    assert fait.operation_id is not None
    annuler(maison.ctx(), fait.operation_id)
    with maison.base.lire() as session:
        lu = session.query(AvisEnseignant).one()
    assert (lu.avis, lu.commentaire) == ("favorable", "Bien.")


def test_un_niveau_d_un_autre_cursus_et_un_commentaire_trop_long_sont_refuses(maison: Maison):
    with pytest.raises(FormulaireInvalide) as refus:
        donner_avis(
            maison.ctx(),
            avis(maison, "COR", Avis.FAVORABLE, commentaire="x" * 601, niveau_propose_id=maison.ids["D2"]),
        )
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        ("commentaire", "texte_trop_long"),
        ("niveau_propose_id", "choix_obligatoire"),
    ]


def test_le_dernier_jour_se_regle_par_site_et_annee_avec_la_campagne(maison: Maison):
    cible = maison.ctx().sur(annee_id=maison.ids["cible"])
    valeurs = lire_regles(cible)
    with pytest.raises(FormulaireInvalide) as refus:
        enregistrer_regles(cible, valeurs | {"avis_jusqu_au": "31-05"})
    assert [e.champ for e in refus.value.erreurs] == ["avis_jusqu_au"]
    enregistrer_regles(cible, valeurs | {"avis_jusqu_au": "05-19"})
    assert lire_regles(cible)["avis_jusqu_au"] == "05-19"
    with pytest.raises(RegleMetier):  # the campaign that prepares the next year says when this one's opinions end
        donner_avis(ctx_enseignant(maison, "Maurin"), avis(maison, "COR", Avis.FAVORABLE))
