"""A teacher away: lessons that fall, who takes them, whom to tell, and all of it undone."""

import uuid
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import FormulaireInvalide, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.presences import EtatSeance
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.models import AbsenceEnseignant, CreneauEnseignant, Enseignant, JourFerme, Message, Personne, Seance
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.services.suivi.absents_lus import DetailAbsent, lire_absent, lire_absents
from imuse_desk.services.suivi.enseignants_absents import (
    DireAbsent,
    Remplacer,
    annuler_absent,
    annuler_remplacement,
    dire_absent,
    remplacer,
)
from imuse_desk.services.suivi.prevenir_absent import imprimer_avis, prevenir_familles, proposer_annonce
from tests.infra.serveur_smtp import Serveur, reglages
from tests.printing.exemples import textes
from tests.services.suivi.absents import LUNDI, Absents

DIMANCHE = LUNDI + timedelta(days=13)


@pytest.fixture
def absents(base_sqlite: Base, tmp_path: Path) -> Absents:
    """Odile gives FM (Wednesdays) and, with Marc, the horn (Fridays)."""
    absents = Absents.dans(base_sqlite, tmp_path)
    m = absents.maison
    for prenom, cours in (("Odile", ("FM1.1", "COR")), ("Marc", ("COR",)), ("Luc", ())):
        personne = m.ajouter(Personne(nom="Kervran", prenom=prenom, cle=f"kervran {prenom.lower()}"))
        m.garder(prenom, Enseignant(personne_id=personne))
        for code in cours:
            m.ajouter(CreneauEnseignant(creneau_id=absents.creneaux[code], enseignant_id=m.ids[prenom]))
    return absents


def partir(absents: Absents, qui: str = "Odile", du: date = LUNDI, au: date = DIMANCHE) -> int:
    fait = dire_absent(absents.maison.ctx(), DireAbsent(absents.maison.ids[qui], du, au, "Travail à la maison."))
    return fait.resultat["absence_id"]


def detail(absents: Absents, absence_id: int) -> DetailAbsent:
    return lire_absent(absents.maison.ctx(), absence_id)


def etats(absents: Absents) -> list[tuple[int, str]]:
    with absents.maison.base.lire() as session:
        return [(s.jour_le.day, s.etat) for s in session.scalars(select(Seance).order_by(Seance.jour_le))]


TOMBEE, PREVUE = EtatSeance.ENSEIGNANT_ABSENT, EtatSeance.PREVUE


def test_lessons_fall_but_those_a_colleague_gives_on_days_without_holidays(absents: Absents) -> None:
    m = absents.maison
    m.ajouter(
        JourFerme(
            site_id=m.ids["site"], annee_id=m.ids["source"], genre="fermeture", libelle="Travaux",
            du_le=date(2026, 1, 14), au_le=date(2026, 1, 14),
        )
    )  # fmt: skip
    ident = partir(absents, au=DIMANCHE + timedelta(days=7))
    assert etats(absents) == [(7, TOMBEE), (21, TOMBEE)]
    [vu] = lire_absents(m.ctx())
    assert (vu.nom, vu.tombees, vu.a_rattraper) == ("Odile Kervran", 2, 2)
    partir(absents, "Marc", au=LUNDI + timedelta(days=6))  # now nobody gives the horn on the 9th
    assert etats(absents) == [(7, TOMBEE), (9, TOMBEE), (21, TOMBEE)]
    assert annuler_absent(m.ctx(), ident).resultat == 2
    assert etats(absents) == [(7, PREVUE), (9, TOMBEE), (21, PREVUE)]


def test_a_lesson_already_called_was_held(absents: Absents) -> None:
    absents.pointer("FM1.1", "P")
    fait = dire_absent(absents.maison.ctx(), DireAbsent(absents.maison.ids["Odile"], LUNDI, DIMANCHE))
    assert (fait.resultat["tombees"], fait.resultat["tenues"]) == (1, 3)
    assert etats(absents) == [(7, PREVUE), (14, TOMBEE)]
    assert fait.operation_id is not None
    annuler(absents.maison.ctx(), fait.operation_id)
    assert etats(absents) == [(7, PREVUE), (14, PREVUE)]


def test_a_replacement_takes_its_days(absents: Absents) -> None:
    m = absents.maison
    ident = partir(absents)
    creneau = absents.creneaux["FM1.1"]
    commande = Remplacer(ident, creneau, m.ids["Luc"], LUNDI, LUNDI + timedelta(days=6))
    assert remplacer(m.ctx(), commande).resultat == 1
    assert etats(absents) == [(7, PREVUE), (14, TOMBEE)]
    premiere, seconde = detail(absents, ident).lecons
    assert (premiere.remplacant, seconde.remplacant) == ("Luc Kervran", "")
    assert {x.le.day for f in detail(absents, ident).familles for x in f.lecons} == {14}
    assert premiere.remplacement_id is not None
    annuler_remplacement(m.ctx(), premiere.remplacement_id)
    assert etats(absents) == [(7, TOMBEE), (14, TOMBEE)]
    with pytest.raises(Introuvable):
        annuler_remplacement(m.ctx(), premiere.remplacement_id)
    remplacer(m.ctx(), commande)
    annuler_absent(m.ctx(), ident)
    assert lire_absents(m.ctx()) == ()


def test_a_replacement_who_gives_another_lesson_then_is_refused(absents: Absents) -> None:
    m = absents.maison
    ailleurs = absents.creneau("ORC", 3, time(14, 30))
    m.ajouter(CreneauEnseignant(creneau_id=ailleurs, enseignant_id=m.ids["Luc"]))
    ident = partir(absents)
    with pytest.raises(RegleMetier, match="conflit_horaire"):
        remplacer(m.ctx(), Remplacer(ident, absents.creneaux["FM1.1"], m.ids["Luc"], LUNDI, DIMANCHE))
    assert etats(absents) == [(7, TOMBEE), (14, TOMBEE)]


def test_what_cannot_be_is_refused_on_its_field(absents: Absents) -> None:
    m = absents.maison
    ident = partir(absents)
    marc = m.ids["Marc"]
    for commande, champ, code in (
        (DireAbsent(m.ids["Odile"], DIMANCHE, DIMANCHE), "du_le", "enseignant_deja_absent"),
        (DireAbsent(marc, DIMANCHE, LUNDI), "au_le", "absence_finit_avant"),
        (DireAbsent(marc, DIMANCHE, date(2026, 9, 2)), "au_le", "absence_hors_annee"),
    ):
        with pytest.raises(Invalide, match=code) as refus:
            dire_absent(m.ctx(), commande)
        assert refus.value.champ == champ
    with pytest.raises(FormulaireInvalide) as vides:
        dire_absent(m.ctx(), DireAbsent(marc, None, None))
    assert [e.champ for e in vides.value.erreurs] == ["du_le", "au_le"]
    creneau = absents.creneaux["FM1.1"]
    for qui, au, code in ((marc, date(2026, 2, 1), "remplacement_hors_absence"), (m.ids["Odile"], DIMANCHE,
                          "remplacant_absent")):  # fmt: skip
        with pytest.raises(Invalide, match=code):
            remplacer(m.ctx(), Remplacer(ident, creneau, qui, LUNDI, au))


def test_no_reason_can_be_kept() -> None:
    assert not {"motif", "raison", "maladie"} & set(AbsenceEnseignant.__table__.c.keys())


def test_families_are_told_and_the_door_too(absents: Absents) -> None:
    m = absents.maison
    vu = detail(absents, partir(absents))
    assert [(f.eleve, f.adultes, f.courriels, len(f.lecons)) for f in vu.familles] == [
        ("Lina Valmont", "Claire Valmont", "valmont0@example.org", 2),
        ("Noé Valmont", "Claire Valmont", "valmont0@example.org", 2),
    ]
    nom, octets = imprimer_avis(m.ctx(), vu.absent.absence_id)
    [page] = textes(octets)
    assert nom == "avis_absence_2026-01-05.pdf"
    for mots in ("Odile Kervran ne donne pas cours du 05/01/2026 au 18/01/2026.", "mer. 07/01/2026, 14:00", "Franck",
                 "pas lieu", "Travail à la maison."):  # fmt: skip
        assert mots in page.replace("\n", " ")
    annonce, clic = proposer_annonce(vu.absent), uuid.uuid4()
    with pytest.raises(RegleMetier, match="courriel_non_regle"):
        prevenir_familles(m.ctx(), vu.absent.absence_id, annonce, clic)
    enregistrer_smtp(m.ctx(Role.ADMINISTRATION), CommandeSmtp(reglages(Serveur(port=1025)), 0), Coffre())
    for _ in range(2):
        fait = prevenir_familles(m.ctx(), vu.absent.absence_id, annonce, clic)
    assert fait.resultat == {"courriels": 2, "sans_courriel": []}
    with m.base.lire() as session:
        messages = session.scalars(select(Message).order_by(Message.id)).all()
    assert len(messages) == 2
    assert messages[0].sujet == "Absence d’enseignant, Odile Kervran, du 05/01/2026 au 18/01/2026"
    assert "cours de Lina Valmont" in messages[0].corps
    assert "– FM1.1, mer. 07/01/2026, 14:00 – 15:15" in messages[0].corps
    assert "Travail à la maison." in messages[0].corps
