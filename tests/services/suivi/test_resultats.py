"""Results in the words of the house: the level that follows, dossiers filed, equivalences, years that are over."""

from datetime import date
from pathlib import Path

import pytest

from imuse_desk.domain.erreurs import Conflit, FormulaireInvalide, Refus
from imuse_desk.domain.roles import Role
from imuse_desk.models import Annee, LigneDossier, MotEvaluation, Resultat
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.suivi.niveaux import lire_horaires_a_revoir
from imuse_desk.services.suivi.resultats import (
    NoterEquivalence,
    NoterResultat,
    noter_equivalence,
    noter_resultat,
    retirer_equivalence,
)
from tests.fabriques import AGENT, Maison, maison_valmont
from tests.services.lectures.outils import ctx_enseignant, enseignant, enseigner, placer
from tests.services.reinscription.outils import deposer


@pytest.fixture
def maison(base: Base, tmp_path: Path) -> Maison:
    def batir(m: Maison) -> None:
        for genre, libelle, reussite in (
            ("resultat", "Admis", True), ("resultat", "Maintenu", False), ("resultat", "Fin des études", None),
            ("mention", "Bien", None),
        ):  # fmt: skip
            m.ajouter(MotEvaluation(site_id=m.ids["site"], genre=genre, libelle=libelle, est_reussite=reussite))

    return maison_valmont(base, tmp_path / "depot").d_un_coup(batir)


def resultat(maison: Maison, **champs) -> NoterResultat:
    ident = maison.ids[f"inscription:Lina:{champs.pop('code', 'FM1.1')}"]
    return NoterResultat(ident, champs.pop("version", 0), **champs)


def ligne(maison: Maison) -> LigneDossier:
    with maison.base.lire() as session:
        return session.query(LigneDossier).filter_by(inscription_id=maison.ids["inscription:Lina:FM1.1"]).one()


def propose(maison: Maison) -> str:
    vu = lire_dossier(maison.ctx(), maison.ids["Valmont"])
    lina = next(e for e in vu.enfants if e.prenom == "Lina")
    return next(x.cycle_suivant for x in lina.lignes if x.inscription_id == maison.ids["inscription:Lina:FM1.1"])


@pytest.mark.parametrize(("mot", "niveau"), [("Admis", "C1.2"), ("Maintenu", "C1.1"), ("Fin des études", None)])
def test_le_mot_de_la_maison_donne_le_niveau(maison: Maison, mot: str, niveau: str | None):
    noter_resultat(maison.ctx(), resultat(maison, resultat=mot, mention="Bien", le="18/05/2026", lettre="B"))
    with maison.base.lire() as session:
        lu = session.query(Resultat).one()
    assert (lu.resultat, lu.mention, lu.lettre, lu.le) == (mot, "Bien", "B", date(2026, 5, 18))
    assert lu.niveau_propose_id == (maison.ids[niveau] if niveau else None)
    assert propose(maison) == (niveau or "C1.2")  # the next level where nothing was decided


def test_un_resultat_met_a_jour_le_dossier_depose_et_signale_l_horaire(maison: Maison):
    deposer(maison, "Lina")
    assert (ligne(maison).niveau_id, ligne(maison).creneau_id) == (maison.ids["C1.2"], maison.ids["fm_mer"])
    fait = noter_resultat(maison.ctx(), resultat(maison, resultat="Maintenu"))
    assert fait.resultat == {"version": 1, "dossiers": 1, "a_revoir": 1}
    assert (ligne(maison).niveau_id, ligne(maison).creneau_id) == (maison.ids["C1.1"], maison.ids["fm_mer"])
    (vue,) = lire_horaires_a_revoir(maison.ctx())
    assert (vue.prenom, vue.cours, vue.niveau_cours, vue.niveau, vue.convient) == (
        "Lina", "FM1.2", "C1.2", "C1.1", "FM1.1",
    )  # fmt: skip
    assert (vue.jour, vue.etat) == (3, "incomplete")
    assert fait.operation_id is not None
    annuler(maison.ctx(), fait.operation_id)
    assert ligne(maison).niveau_id == maison.ids["C1.2"]
    assert lire_horaires_a_revoir(maison.ctx()) == ()
    with maison.base.lire() as session:
        assert session.query(Resultat).count() == 0


def test_un_mot_hors_de_la_liste_une_date_a_venir_et_un_enseignant_sont_refuses(maison: Maison):
    with pytest.raises(FormulaireInvalide) as refus:
        noter_resultat(maison.ctx(), resultat(maison, resultat="Reçu", le="21/05/2026", niveau_propose_id=10**6))
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [
        ("le", "date_future"),
        ("resultat", "mot_hors_liste"),
        ("niveau_propose_id", "choix_obligatoire"),
    ]
    maison.creneau("fm_lun", "source:FM1.1", 1, "14:00")
    enseignant(maison, "Maurin", "Hélène")
    enseigner(maison, "Maurin", "fm_lun")
    placer(maison, "Lina:FM1.1", "fm_lun", date(2025, 9, 10))
    with pytest.raises(Refus):
        noter_resultat(ctx_enseignant(maison, "Maurin"), resultat(maison, resultat="Admis"))


def test_un_autre_poste_a_ecrit(maison: Maison):
    noter_resultat(maison.ctx(), resultat(maison, resultat="Admis"))
    with pytest.raises(Conflit) as conflit:
        noter_resultat(maison.ctx(), resultat(maison, resultat="Maintenu"))
    assert conflit.value.champs["resultat"] == ("Maintenu", "Admis")


def test_une_equivalence_dit_son_etablissement_et_se_retire(maison: Maison):
    commande = NoterEquivalence(maison.ids["Lina"], "", "Cor", "", resultat="Fin de 1er cycle")
    with pytest.raises(FormulaireInvalide) as refus:
        noter_equivalence(maison.ctx(), commande)
    assert [e.champ for e in refus.value.erreurs] == ["etablissement", "le"]
    bonne = NoterEquivalence(maison.ids["Lina"], "CRD d’Aulnoy", "Cor", "12/06/2024", resultat="Fin de 1er cycle")
    ident = noter_equivalence(maison.ctx(), bonne).resultat
    with maison.base.lire() as session:
        lu = session.get_one(Resultat, ident)
        assert (lu.inscription_id, lu.etablissement) == (None, "CRD d’Aulnoy")
    with pytest.raises(Refus):
        noter_equivalence(maison.ctx(Role.ENSEIGNANT), bonne)
    retirer_equivalence(maison.ctx(), ident, 1)
    with maison.base.lire() as session:
        assert session.query(Resultat).count() == 0


def test_une_annee_close_ne_change_plus(maison: Maison):
    noter_resultat(maison.ctx(), resultat(maison, resultat="Admis"))

    def clore(unite) -> None:
        unite.session.get_one(Annee, maison.ids["source"]).etat = "close"

    maison.base.ecrire(AGENT, "clore", clore, maintenant=maison.horloge)
    with pytest.raises(Exception, match="annee_close"):
        noter_resultat(maison.ctx(), resultat(maison, resultat="Maintenu", version=1))
