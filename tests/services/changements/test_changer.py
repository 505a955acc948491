"""Dated changes: dates, motive, agreement, seats, clashes, history, undo of the day, on both databases."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from imuse_desk.domain.erreurs import AConfirmer, FormulaireInvalide, RegleMetier
from imuse_desk.domain.roles import Role
from imuse_desk.domain.textes import plier
from imuse_desk.models import Affectation, Eleve, Inscription, Occupation, Personne
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.annulation import annuler
from imuse_desk.services.changements.changer import (
    AjouterCours,
    ArreterCours,
    ChangerCours,
    ReprendreCours,
    ajouter_cours,
    arreter_cours,
    changer_cours,
    reprendre_cours,
)
from imuse_desk.services.changements.regles import Motivation
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.changements import lister_changements, proposer_cours, proposer_horaires
from imuse_desk.services.offre.calendrier import AjouterFermeture, ajouter_fermeture
from tests.services.offre.conftest import Offre, ctx, offre

__all__ = ["ctx", "offre"]
POURQUOI = Motivation("15/10/2026", "Emploi du temps du collège", "Camille Valmont, par téléphone")


class Monde:
    """A pupil, two courses, three times."""

    def __init__(self, ctx: Contexte, offre: Offre) -> None:
        self.ctx = replace(ctx, roles={ctx.site_id: frozenset({Role.SECRETARIAT})})
        self.direction = ctx
        cursus, discipline = offre.cursus(), offre.discipline()
        self.cor = offre.cours("COR", libelle="Cor", cursus_id=cursus, discipline_id=discipline)
        self.fm = offre.cours("FM", libelle="FM 1.1", cursus_id=cursus, discipline_id=discipline)
        denis = offre.enseignant()
        self.mercredi = offre.horaire(self.cor, capacite="1", enseignants=(denis,), salle_id=offre.salle())
        self.jeudi = offre.horaire(self.cor, jour=4, capacite="1")
        self.fm_mercredi = offre.horaire(self.fm, debut="14:30")
        self.lina, self.noe = self.eleve("Lina"), self.eleve("Noé")

    def eleve(self, prenom: str) -> int:
        def ecrire(unite: Unite) -> int:
            personne = Personne(nom="Valmont", prenom=prenom, cle=plier(f"valmont {prenom}"))
            unite.session.add(personne)
            unite.session.flush()
            eleve = Eleve(personne_id=personne.id)
            unite.session.add(eleve)
            unite.session.flush()
            return eleve.id

        return self.ctx.ecrire("eleve", ecrire).resultat

    def ajouter(self, eleve_id: int, creneau_id: int | None, **champs: Any) -> Fait[int]:
        defauts = {"cours_id": self.cor, "motivation": Motivation("14/09/2026"), "creneau_id": creneau_id}
        return ajouter_cours(self.ctx, AjouterCours(eleve_id, **{**defauts, **champs}))

    def prises(self, *creneaux: int) -> list[int]:
        with self.ctx.lire() as session:
            return [session.get_one(Occupation, ident).prises for ident in creneaux]

    def affectations(self, inscription_id: int) -> list[tuple[int, date, date | None]]:
        with self.ctx.lire() as session:
            return [
                (a.creneau_id, a.du_le, a.au_le)
                for a in session.query(Affectation).filter_by(inscription_id=inscription_id).order_by(Affectation.id)
            ]

    def inscription(self, ident: int) -> Inscription:
        with self.ctx.lire() as session:
            return session.get_one(Inscription, ident)

    def defaire(self, fait: Fait[Any]) -> None:
        assert fait.operation_id is not None
        annuler(self.ctx, fait.operation_id)


@pytest.fixture
def monde(ctx: Contexte, offre: Offre) -> Monde:
    return Monde(ctx, offre)


def test_a_course_is_added_and_taken_back(monde: Monde) -> None:
    fait = monde.ajouter(monde.lina, monde.mercredi)
    assert monde.prises(monde.mercredi) == [1]
    assert [c.libelle for c in proposer_cours(monde.ctx, monde.lina, monde.ctx.annee_id)] == ["FM 1.1"]
    with pytest.raises(RegleMetier) as refus:
        monde.ajouter(monde.lina, monde.jeudi)
    assert (refus.value.code, refus.value.params) == ("deja_inscrit", {"cours": "Cor"})
    with pytest.raises(RegleMetier, match="creneau_complet"):
        monde.ajouter(monde.noe, monde.mercredi)
    assert [h.libres for h in proposer_horaires(monde.ctx, monde.cor, date(2026, 9, 14))] == [0, 1]
    monde.defaire(fait)
    assert (monde.prises(monde.mercredi), monde.affectations(fait.resultat)) == ([0], [])
    jamais = monde.inscription(fait.resultat)
    assert (jamais.etat, jamais.au_le) == ("arretee", date(2026, 9, 13))
    (ligne,) = lister_changements(monde.ctx, monde.lina)
    assert (ligne.genre, ligne.est_annule, ligne.est_annulable) == ("ajout", True, False)
    assert monde.ajouter(monde.lina, monde.mercredi).resultat == fait.resultat


def test_a_change_of_time_is_one_dated_operation(monde: Monde) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    fait = changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.jeudi))
    assert monde.affectations(inscription) == [
        (monde.mercredi, date(2026, 9, 14), date(2026, 10, 14)),
        (monde.jeudi, date(2026, 10, 15), None),
    ]
    assert monde.prises(monde.mercredi, monde.jeudi) == [0, 1]
    ligne = lister_changements(monde.ctx, monde.lina)[0]
    assert ligne.avant == "Cor · mer. 14:00 · Denis Roussel · Ravel"
    assert ligne.apres == "Cor · jeu. 14:00"
    assert (ligne.motif, ligne.demande_par, ligne.agent) == (POURQUOI.motif, POURQUOI.demande_par, "Aline Martin")
    monde.defaire(fait)
    assert monde.affectations(inscription) == [(monde.mercredi, date(2026, 9, 14), None)]
    assert monde.prises(monde.mercredi, monde.jeudi) == [1, 0]


def test_an_undo_waits_for_a_seat_sold_meanwhile(monde: Monde) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    fait = changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.jeudi))
    monde.ajouter(monde.noe, monde.mercredi)
    with pytest.raises(RegleMetier, match="creneau_complet"):
        monde.defaire(fait)
    assert monde.affectations(inscription)[-1] == (monde.jeudi, date(2026, 10, 15), None)
    assert lister_changements(monde.ctx, monde.lina)[0].est_annulable


def test_the_same_time_is_no_change(monde: Monde) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    with pytest.raises(RegleMetier, match="rien_ne_change"):
        changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.mercredi))
    with pytest.raises(RegleMetier, match="creneau_d_un_autre_cours"):
        changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.fm_mercredi))


def test_two_lessons_at_once_are_refused_with_both_names(monde: Monde) -> None:
    monde.ajouter(monde.lina, monde.mercredi)
    with pytest.raises(RegleMetier) as refus:
        monde.ajouter(monde.lina, monde.fm_mercredi, cours_id=monde.fm)
    assert refus.value.code == "conflit_horaire"
    assert "Cor, mer. 14:00 – 15:00" in refus.value.params["lecon_a"]
    assert "FM 1.1, mer. 14:30 – 15:30" in refus.value.params["lecon_b"]
    assert monde.prises(monde.fm_mercredi) == [0]


def test_another_discipline_asks_the_director_and_has_its_own_level(monde: Monde, offre: Offre) -> None:
    niveau = offre.fiche("niveau", cursus_id=1, cycle="1", annee="3")
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    commande = ChangerCours(inscription, POURQUOI, monde.fm_mercredi, monde.fm, niveau)
    with pytest.raises(FormulaireInvalide) as refus:
        changer_cours(monde.ctx, commande)
    assert [(e.champ, e.code) for e in refus.value.erreurs] == [("accord_par", "accord_direction_manquant")]
    fait = changer_cours(monde.direction, commande)
    nouvelle = monde.inscription(fait.resultat)
    assert (nouvelle.cours_id, nouvelle.niveau_id, nouvelle.du_le) == (monde.fm, niveau, date(2026, 10, 15))
    ancienne = monde.inscription(inscription)
    assert (ancienne.etat, ancienne.au_le, ancienne.motif) == ("arretee", date(2026, 10, 14), "Remplacé par FM 1.1")
    assert lister_changements(monde.ctx, monde.lina)[0].accord_par == "Aline Martin"
    monde.defaire(fait)
    assert monde.inscription(inscription).etat == "active"
    assert monde.prises(monde.mercredi, monde.fm_mercredi) == [1, 0]
    assert monde.inscription(fait.resultat).etat == "arretee"


@pytest.mark.parametrize(
    ("motivation", "attendu"),
    [
        (Motivation("", "x"), ("effet", "champ_obligatoire")),
        (Motivation("31/02/2027", "x"), ("effet", "jour_impossible")),
        (Motivation("29/02/2027", "x"), ("effet", "jour_impossible")),
        (Motivation("31/08/2026", "x"), ("effet", "date_hors_annee")),
        (Motivation("01/09/2027", "x"), ("effet", "date_hors_annee")),
        (Motivation("13/09/2026", "x"), ("effet", "effet_avant_debut")),
        (Motivation("15/10/2026", ""), ("motif", "champ_obligatoire")),
        (Motivation("15/10/2026", "x" * 501), ("motif", "texte_trop_long")),
        (Motivation("15/10/2026", "x", "", "Delphine Leroy", "01/12/2026"), ("accord", "date_a_venir")),
    ],
)
def test_a_change_says_what_is_wrong(monde: Monde, motivation: Motivation, attendu: tuple[str, str]) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    with pytest.raises(FormulaireInvalide) as refus:
        arreter_cours(monde.ctx, ArreterCours(inscription, motivation))
    assert (refus.value.erreurs[0].champ, refus.value.erreurs[0].code) == attendu
    assert monde.inscription(inscription).etat == "active"


def test_a_change_on_a_day_without_lessons_is_confirmed(monde: Monde) -> None:
    ajouter_fermeture(monde.direction, AjouterFermeture("Portes ouvertes", "15/10/2026"))
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    with pytest.raises(AConfirmer) as demande:
        changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.jeudi))
    assert demande.value.params["libelle"] == "Portes ouvertes"
    changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.jeudi, confirme=True))


def test_a_course_is_stopped_and_goes_on_when_undone(monde: Monde) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    fait = arreter_cours(monde.ctx, ArreterCours(inscription, POURQUOI))
    arretee = monde.inscription(inscription)
    assert (arretee.etat, arretee.au_le, monde.prises(monde.mercredi)) == ("arretee", date(2026, 10, 14), [0])
    with pytest.raises(RegleMetier, match="inscription_inactive"):
        changer_cours(monde.ctx, ChangerCours(inscription, POURQUOI, monde.jeudi))
    monde.defaire(fait)
    assert (monde.inscription(inscription).etat, monde.prises(monde.mercredi)) == ("active", [1])


def test_a_leave_asks_the_director_and_ends_by_a_return(monde: Monde) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    with pytest.raises(FormulaireInvalide):
        arreter_cours(monde.ctx, ArreterCours(inscription, POURQUOI, est_conge=True))
    accord = replace(POURQUOI, accord_par="Delphine Leroy", accord="14/10/2026")
    arreter_cours(monde.ctx, ArreterCours(inscription, accord, est_conge=True))
    assert monde.inscription(inscription).etat == "conge"
    retour = Motivation("05/01/2027", "Retour")
    autre = monde.ajouter(monde.noe, monde.jeudi).resultat
    with pytest.raises(RegleMetier, match="pas_en_conge"):
        reprendre_cours(monde.ctx, ReprendreCours(autre, retour))
    fait = reprendre_cours(monde.ctx, ReprendreCours(inscription, retour, monde.mercredi))
    assert (monde.inscription(inscription).etat, monde.prises(monde.mercredi)) == ("active", [1])
    monde.defaire(fait)
    conge = monde.inscription(inscription)
    assert (conge.etat, conge.au_le, monde.prises(monde.mercredi)) == ("conge", date(2026, 10, 14), [0])


def test_nothing_is_undone_the_day_after(monde: Monde) -> None:
    fait = monde.ajouter(monde.lina, monde.mercredi)
    demain = replace(monde.ctx, horloge=lambda: monde.ctx.horloge() + timedelta(days=1))
    assert not lister_changements(demain, monde.lina)[0].est_annulable
    assert fait.operation_id is not None
    with pytest.raises(RegleMetier, match="annulation_trop_tardive"):
        annuler(demain, fait.operation_id)


def test_another_site_s_course_is_not_changed(monde: Monde) -> None:
    inscription = monde.ajouter(monde.lina, monde.mercredi).resultat
    ailleurs = replace(monde.ctx, roles={monde.ctx.site_id + 1: frozenset({Role.SECRETARIAT})})
    ailleurs = replace(ailleurs, site_id=monde.ctx.site_id + 1)
    with pytest.raises(RegleMetier, match="autre_site"):
        arreter_cours(ailleurs, ArreterCours(inscription, POURQUOI))
