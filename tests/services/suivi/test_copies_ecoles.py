"""Copies for the partner schools: of whom, of what, by which means, kept, dated, withdrawn."""

import uuid
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from imuse_desk.domain.erreurs import Introuvable, Invalide, Refus, RegleMetier
from imuse_desk.domain.relances import Canal
from imuse_desk.domain.roles import Role
from imuse_desk.infra.secrets import Coffre
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, ResultatEnvoi
from imuse_desk.models import CopieEcole, Cours, Ecole, Eleve, Message
from imuse_desk.models.passerelle import Base
from imuse_desk.services.annulation import annuler
from imuse_desk.services.courrier import envoyer_en_attente
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp
from imuse_desk.services.suivi.absences import Motivation, justifier_lecon
from imuse_desk.services.suivi.copies_ecoles import (
    annuler_copies,
    envoyer_copies,
    imprimer_copies,
    marquer_copies,
    voir_copie,
)
from imuse_desk.services.suivi.ecoles import (
    ApercuCopies,
    DemandeCopies,
    apercu_copies,
    compter_copies,
    proposer_copies,
)
from tests.infra.serveur_smtp import Serveur, reglages
from tests.printing.exemples import textes
from tests.services.suivi.absents import Absents

JANVIER = DemandeCopies(date(2026, 1, 1), date(2026, 1, 30))


def amenager(absents: Absents, nom: str = "Collège des Tilleuls", **ecole: str) -> int:
    """FM1.1 has adapted hours; Lina goes to a partner school, Noé to one that is not in the list."""
    m = absents.maison

    def faire(session: Any) -> None:
        session.get_one(Cours, m.ids["source:FM1.1"]).ha = "CHAM"
        for prenom, ou in (("Lina", f"  {nom.upper()} "), ("Noé", "École du Port")):
            eleve = session.get_one(Eleve, m.ids[prenom])
            eleve.etablissement_scolaire, eleve.niveau_scolaire = ou.strip(), "6e"

    m.ecrire(faire)
    champs = {"cp": "54999", "ville": "Val", "partenariats": ["CHAM"], **ecole}
    return m.garder("tilleuls", Ecole(nom=nom, cle="college des tilleuls", **champs))


@pytest.fixture
def absents(base: Base, tmp_path: Path) -> Absents:
    return Absents.dans(base, tmp_path)


def apercu(absents: Absents, demande: DemandeCopies = JANVIER) -> ApercuCopies:
    return apercu_copies(absents.maison.ctx(), demande)


def envoyer(absents: Absents, canal: Canal = Canal.LETTRE, clic: uuid.UUID | None = None) -> uuid.UUID:
    clic = clic or uuid.uuid4()
    envoyer_copies(absents.maison.ctx(), JANVIER, canal, [absents.maison.ids["tilleuls"]], clic)
    return clic


def copies(absents: Absents) -> list[CopieEcole]:
    with absents.maison.base.lire() as session:
        return list(session.scalars(select(CopieEcole).order_by(CopieEcole.id)))


def regler_le_courriel(absents: Absents) -> None:
    chef = absents.maison.ctx(Role.ADMINISTRATION)
    enregistrer_smtp(chef, CommandeSmtp(reglages(Serveur(port=1025)), 0), Coffre())


def test_a_school_is_told_of_its_pupils_and_of_adapted_hours_alone(absents: Absents) -> None:
    amenager(absents)
    un, _deux = absents.pointer("FM1.1", "AE")
    absents.pointer("COR", "A")  # no adapted hours
    justifier_lecon(absents.maison.ctx(), un, Motivation("mail du 8", "varicelle", est_justifiee=True))
    vu = apercu(absents)
    assert vu.sans_ecole == ("Noé Valmont",)
    (ecole,) = vu.ecoles
    assert (ecole.eleves, ecole.courriel, ecole.a_une_adresse) == (("Lina Valmont",), "", False)
    assert [(a.cours, a.classe, a.est_justifiee) for a in ecole.absences] == [("FM1.1", "6e", True)] * 2
    (page,) = textes(voir_copie(absents.maison.ctx(), JANVIER, ecole.ecole_id).octets)
    assert "COLLÈGE DES TILLEULS" in page
    assert "Lina Valmont" in page
    for tu in ("varicelle", "COR", "Noé", "€", "Horloge"):
        assert tu not in page
    assert apercu(absents, DemandeCopies(date(2026, 2, 1), date(2026, 2, 2))).ecoles[0].absences == ()


def test_letters_are_one_paper_kept_marked_then_no_more_withdrawn(absents: Absents) -> None:
    amenager(absents, voie="3 rue des Écoles")
    absents.pointer("FM1.1", "A")
    assert compter_copies(absents.maison.ctx()) == 1
    clic = uuid.uuid4()
    for _ in range(2):
        envoyer(absents, clic=clic)
    [copie] = copies(absents)
    assert (copie.canal, copie.absences, copie.bulletins, copie.envoye_le) == ("lettre", 1, 0, None)
    papier = imprimer_copies(absents.maison.ctx(), clic)
    assert papier.octets == imprimer_copies(absents.maison.ctx(), clic).octets
    assert "3 RUE DES ÉCOLES" in textes(papier.octets)[0]
    assert proposer_copies(absents.maison.ctx()).demande.du_le == date(2026, 1, 30)
    assert compter_copies(absents.maison.ctx()) == 0
    marquer_copies(absents.maison.ctx(), clic)
    assert copies(absents)[0].envoye_le == date(2026, 1, 30)
    with pytest.raises(RegleMetier) as refus:
        annuler_copies(absents.maison.ctx(), clic)
    assert refus.value.code == "courriers_partis"
    [lot] = apercu(absents).passes
    assert (lot.nombre, lot.lettres, lot.partis) == (1, 1, 1)


def test_an_email_carries_the_copy_and_dates_it_when_it_leaves(absents: Absents) -> None:
    amenager(absents, email="vie.scolaire@tilleuls.example")
    absents.pointer("FM1.1", "A")
    with pytest.raises(RegleMetier) as refus:
        envoyer(absents, Canal.COURRIEL)
    assert refus.value.code == "courriel_non_regle"
    regler_le_courriel(absents)
    clic = envoyer(absents, Canal.COURRIEL)
    annuler(absents.maison.ctx(), clic)
    with absents.maison.base.lire() as session:
        assert session.scalars(select(Message)).all() == []
    envoyer(absents, Canal.COURRIEL)
    recus: list[Courriel] = []

    class Facteur:
        def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
            recus.append(courriel)
            return ResultatEnvoi(EtatEnvoi.ACCEPTE)

    m = absents.maison
    envoyer_en_attente(m.base, m.ctx().depot, Facteur(), "essai", m.horloge)
    [courriel] = recus
    assert courriel.destinataire == "vie.scolaire@tilleuls.example"
    assert "absences du 01/01/2026 au 30/01/2026" in courriel.sujet
    assert "Lina Valmont" in textes(courriel.fichiers[0].contenu)[0]
    assert [c.envoye_le for c in copies(absents)] == [None, date(2026, 1, 30)]


def test_nothing_to_tell_no_address_bad_dates_or_no_right(absents: Absents) -> None:
    ecole_id = amenager(absents)
    ctx = absents.maison.ctx()
    with pytest.raises(RegleMetier) as refus:
        envoyer(absents)
    assert refus.value.code == "aucune_copie"
    absents.pointer("FM1.1", "A")
    with pytest.raises(RegleMetier):
        envoyer(absents)  # no address
    with pytest.raises(Invalide) as dates:
        apercu(absents, DemandeCopies(date(2026, 2, 2), date(2026, 2, 1)))
    assert (dates.value.champ, dates.value.code) == ("au_le", "dates_inversees")
    with pytest.raises(Introuvable):
        voir_copie(ctx, JANVIER, ecole_id + 1)
    with pytest.raises(Introuvable):
        annuler_copies(ctx, uuid.uuid4())
    with pytest.raises(Refus):
        apercu_copies(absents.maison.ctx(Role.ENSEIGNANT), JANVIER)


def test_of_two_schools_of_one_name_the_partner_is_meant(absents: Absents) -> None:
    amenager(absents)
    absents.maison.ajouter(Ecole(nom="Collège des Tilleuls", cle="college des tilleuls", ville="Ailleurs"))
    (ecole,) = apercu(absents).ecoles
    assert ecole.ville == "54999 Val"
