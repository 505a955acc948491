"""A small network with two sites, three accounts, next year's campaign and towns of the territory."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from imuse_desk.domain.roles import Role
from imuse_desk.infra.depot import Depot
from imuse_desk.models import (
    Affectation,
    Annee,
    Campagne,
    Compte,
    Cours,
    Creneau,
    CreneauEnseignant,
    Cursus,
    Discipline,
    Dossier,
    DossierEleve,
    Eleve,
    Enseignant,
    Etablissement,
    Inscription,
    Lien,
    Personne,
    Quotient,
    RegleZone,
    Salle,
    Site,
)
from imuse_desk.models.passerelle import Auteur, Base, Unite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.indexation import indexer_cours, indexer_personne

INSTANT = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)


def _peupler(unite: Unite) -> dict[str, int]:
    s = unite.session
    s.add(Etablissement(nom="Réseau des Trois Rives"))
    meudon = Site(code="MDN", nom="Meudon", cp="92190", ville="Meudon")
    sevres = Site(code="SVR", nom="Sèvres", cp="92310", ville="Sèvres")
    source = Annee(libelle="2026-2027", debut_le=date(2026, 9, 1), fin_le=date(2027, 8, 31), etat="ouverte")
    cible = Annee(libelle="2027-2028", debut_le=date(2027, 9, 1), fin_le=date(2028, 8, 31))
    s.add_all([meudon, sevres, source, cible])
    s.flush()
    campagne = Campagne(
        site_id=meudon.id, annee_source_id=source.id, annee_cible_id=cible.id, ouvre_a=INSTANT, ferme_a=INSTANT,
        pieces_jusqu_a=INSTANT, annee_revenus=2025,
    )  # fmt: skip
    zones = [("92190", "", "resident"), ("", "Sèvres", "resident"), ("", "", "outside")]
    for ordre, (cp, ville, zone) in enumerate(zones):
        s.add(RegleZone(site_id=meudon.id, annee_id=source.id, ordre=ordre, cp=cp, ville=ville, zone=zone))
    cursus = Cursus(code="MUS", libelle="Musique", specialite="musique")
    discipline = Discipline(code="COR", libelle="Cor", cle="cor")
    salle = Salle(site_id=meudon.id, nom="Ravel")
    prof = Personne(nom="Roussel", prenom="Denis", cle="roussel denis")
    comptes = [
        Compte(identifiant=i, nom_affiche=n, mot_de_passe="x")
        for i, n in (("a.martin", "Aline Martin"), ("l.petit", "Lucie Petit"), ("d.roussel", "Denis Roussel"))
    ]
    s.add_all([campagne, cursus, discipline, salle, prof, *comptes])
    s.flush()
    comptes[2].personne_id = prof.id
    enseignant = Enseignant(personne_id=prof.id)
    cours = Cours(
        annee_id=source.id, site_id=meudon.id, cursus_id=cursus.id, discipline_id=discipline.id, code="COR-1",
        libelle="Cor C1.1", mode="attribue",
    )  # fmt: skip
    s.add_all([enseignant, cours])
    s.flush()
    creneau = Creneau(cours_id=cours.id, jour=1, debut=time(17, 30), duree_min=30, salle_id=salle.id)
    s.add(creneau)
    s.flush()
    s.add(CreneauEnseignant(creneau_id=creneau.id, enseignant_id=enseignant.id))
    indexer_personne(s, prof.id)
    indexer_cours(s, cours.id)
    return {
        "meudon": meudon.id, "sevres": sevres.id, "source": source.id, "cible": cible.id, "campagne": campagne.id,
        "cours": cours.id, "creneau": creneau.id, "martin": comptes[0].id, "petit": comptes[1].id,
        "roussel": comptes[2].id,
    }  # fmt: skip


@pytest.fixture
def maison(base: Base) -> dict[str, int]:
    """Ids of the network's rows."""
    return base.ecrire(Auteur("Aline Martin", "poste-test"), "peupler", _peupler).resultat


@pytest.fixture
def ctx(base: Base, maison: dict[str, int], tmp_path: Path) -> Contexte:
    """The secretary of Meudon."""
    return Contexte(
        base=base,
        depot=Depot(tmp_path / "depot"),
        agent="Aline Martin",
        compte_id=maison["martin"],
        roles={maison["meudon"]: frozenset({Role.SECRETARIAT})},
        site_id=maison["meudon"],
        annee_id=maison["source"],
        poste="Accueil 1",
        horloge=lambda: INSTANT,
    )


@pytest.fixture
def collegue(ctx: Contexte, maison: dict[str, int]) -> Contexte:
    """Another secretary of Meudon at another desk."""
    return replace(ctx, agent="Lucie Petit", compte_id=maison["petit"], poste="Accueil 2")


@pytest.fixture
def sevres(ctx: Contexte, maison: dict[str, int]) -> Contexte:
    """A secretary of Sèvres who consults Sèvres."""
    roles = {maison["sevres"]: frozenset({Role.SECRETARIAT})}
    return replace(ctx, agent="Paul Sèvre", site_id=maison["sevres"], roles=roles)


@pytest.fixture
def professeur(ctx: Contexte, maison: dict[str, int]) -> Contexte:
    """The teacher of the horn course."""
    roles = {maison["meudon"]: frozenset({Role.ENSEIGNANT})}
    return replace(ctx, agent="Denis Roussel", compte_id=maison["roussel"], roles=roles)


def inscrire(ctx: Contexte, maison: dict[str, int], eleve_id: int) -> None:
    """Enrol a pupil in the horn course with its weekly time."""

    def ecrire(unite: Unite) -> None:
        inscription = Inscription(
            eleve_id=eleve_id, cours_id=maison["cours"], annee_id=maison["source"], site_id=maison["meudon"],
            du_le=date(2026, 9, 15),
        )  # fmt: skip
        unite.session.add(inscription)
        unite.session.flush()
        temps = Affectation(inscription_id=inscription.id, creneau_id=maison["creneau"], du_le=date(2026, 9, 15))
        unite.session.add(temps)

    ctx.ecrire("inscrire", ecrire)


def repondre(ctx: Contexte, maison: dict[str, int], foyer_id: int, eleve_id: int, etat: str) -> None:
    """Put a pupil's re-enrolment in a state."""

    def ecrire(unite: Unite) -> None:
        dossier = Dossier(campagne_id=maison["campagne"], foyer_id=foyer_id, prix=None)
        unite.session.add(dossier)
        unite.session.flush()
        ligne = DossierEleve(dossier_id=dossier.id, campagne_id=maison["campagne"], eleve_id=eleve_id, etat=etat)
        unite.session.add(ligne)

    ctx.ecrire("repondre", ecrire)


def noter_quotient(ctx: Contexte, maison: dict[str, int], foyer_id: int, centimes: int) -> None:
    """Record a CAF quotient."""

    def ecrire(unite: Unite) -> None:
        unite.session.add(
            Quotient(
                foyer_id=foyer_id,
                annee_id=maison["source"],
                genre="caf",
                centimes=centimes,
                calcul=None,
                auteur="Aline Martin",
                a=INSTANT,
            )
        )

    ctx.ecrire("noter_quotient", ecrire)


def liens_ouverts(ctx: Contexte, eleve_id: int) -> list[tuple[int, int, bool]]:
    """(household, share, main) of a pupil's open links."""
    from sqlalchemy import select

    with ctx.lire() as session:
        lignes = session.execute(
            select(Lien.foyer_id, Lien.part, Lien.est_principal)
            .join(Eleve, Eleve.personne_id == Lien.personne_id)
            .where(Eleve.id == eleve_id, Lien.au_le.is_(None))
            .order_by(Lien.foyer_id)
        )
        return list(lignes)
