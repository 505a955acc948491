"""Attestations d'inscription and certificats de scolarité, composed from the enrolments of the year consulted."""

import hashlib
from dataclasses import replace
from functools import partial
from typing import TypeVar

from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.models import Site
from imuse_desk.printing.attestation import Attestation, CoursSuivi, composer_attestation
from imuse_desk.printing.attestation_reglement import AttestationReglement
from imuse_desk.printing.base import Emetteur
from imuse_desk.printing.signature import Signature
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur, lire_signature
from imuse_desk.services.papiers.demande import Demande, Feuillet, GenrePapier, Lot
from imuse_desk.services.papiers.lecture import (
    AnneeLue,
    EleveLu,
    LeconEleve,
    eleves_demandes,
    lecons_des_eleves,
    lire_annee,
    nom_de_fichier,
    premieres_inscriptions,
)

Atteste = TypeVar("Atteste", Attestation, AttestationReglement)
TITRES = {
    GenrePapier.ATTESTATION: ("Attestation d’inscription", "Attestations d’inscription"),
    GenrePapier.CERTIFICAT: ("Certificat de scolarité", "Certificats de scolarité"),
}


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """One paper a pupil with an active enrolment; the others are named apart.

    Raises RegleMetier: eleve_sans_inscription (eleve, annee) for a pupil alone, aucun_eleve_inscrit (annee).
    """
    titre, pluriel = TITRES[demande.genre]
    with ctx.lire() as session:
        annee = lire_annee(session, ctx)
        eleves = eleves_demandes(session, ctx, demande)
        ids = [eleve.id for eleve in eleves]
        lecons = lecons_des_eleves(session, ids, annee)
        premieres = premieres_inscriptions(session, ids)
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
        signature = lire_signature(session, ctx.depot, ctx.site_id)
        ville = session.get_one(Site, ctx.site_id).ville
    inscrits = exiger_inscrits(eleves, lecons, annee)
    feuillets = []
    for eleve in inscrits:
        papier = Attestation(
            emetteur=emetteur,
            titre=titre,
            annee=annee.libelle,
            nom=eleve.complet,
            sexe=eleve.sexe,
            ne_le=eleve.naissance_le,
            lieu_naissance=eleve.lieu_naissance,
            du_le=min(lecon.du_le for lecon in lecons[eleve.id]),
            au_le=annee.fin_le,
            cours=tuple(_cours(lecon, ctx.site_id) for lecon in lecons[eleve.id]),
            fait_a=ville,
            fait_le=ctx.aujourdhui(),
            depuis=premieres[eleve.id],
            dossier=eleve.dossier,
            signature=signature,
        )
        feuillets.append(
            Feuillet(
                eleve.complet,
                nom_de_fichier(str(demande.genre), annee.libelle, eleve.complet),
                partial(composer_attestation, sceller(papier)),
                eleve.foyer_id,
                eleve.id,
            )
        )
    nom = nom_de_fichier(pluriel, annee.libelle)
    return Lot(pluriel, nom, emetteur.nom, tuple(feuillets), ecartes(eleves, inscrits, annee))


def exiger_inscrits(eleves: list[EleveLu], lecons: dict[int, list[LeconEleve]], annee: AnneeLue) -> list[EleveLu]:
    """Those who follow something this year.

    Raises RegleMetier: eleve_sans_inscription (eleve, annee), aucun_eleve_inscrit (annee).
    """
    inscrits = [eleve for eleve in eleves if lecons.get(eleve.id)]
    if not inscrits and len(eleves) == 1:
        raise RegleMetier("eleve_sans_inscription", eleve=eleves[0].complet, annee=annee.libelle)
    if not inscrits:
        raise RegleMetier("aucun_eleve_inscrit", annee=annee.libelle)
    return inscrits


def ecartes(eleves: list[EleveLu], inscrits: list[EleveLu], annee: AnneeLue) -> tuple[str, ...]:
    """Who has no paper, and why."""
    servis = {eleve.id for eleve in inscrits}
    return tuple(f"{e.complet}\u00a0: sans inscription en {annee.libelle}" for e in eleves if e.id not in servis)


def sceller(papier: Atteste) -> Atteste:
    """Print the fingerprint of everything that the paper says."""
    nu = replace(papier, emetteur=Emetteur(papier.emetteur.nom), signature=Signature(papier.signature.nom))
    return replace(papier, empreinte=hashlib.sha256(repr(nu).encode()).hexdigest()[:16])


def _cours(lecon: LeconEleve, site_id: int) -> CoursSuivi:
    ailleurs = lecon.site if lecon.site_id != site_id else ""
    return CoursSuivi(lecon.cours, lecon.niveau, lecon.quand, lecon.minutes, ailleurs)
