"""Pupils' cards on paper: what the desk sees of a pupil; a teacher gets what a teacher sees, and no more."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from imuse_desk.domain.dates import age, heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.roles import Permission
from imuse_desk.printing.attestation import naissance
from imuse_desk.printing.faits import Faits, ResponsableFiche
from imuse_desk.printing.fiche_eleve import CoursFiche, FicheEleveImprimee, composer_fiche_eleve
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.emetteur import lire_emetteur
from imuse_desk.services.fiche_eleve import SaisieEleve
from imuse_desk.services.lectures.eleves import FoyerDeLEleve, IdentiteEleve, lire_identites
from imuse_desk.services.lectures.suivi import creneau_de_son_eleve, lire_eleves_du_cours, lire_mes_cours
from imuse_desk.services.papiers.demande import Demande, Feuillet, Lot
from imuse_desk.services.papiers.lecture import (
    EleveLu,
    LeconEleve,
    eleves_demandes,
    lecons_des_eleves,
    lire_annee,
    nom_de_fichier,
)

IMAGES = (
    ("image_interne", "Image, interne"),
    ("image_affiche_presse", "Image, presse"),
    ("image_site_web", "Image, site web"),
    ("image_reseaux_sociaux", "Image, réseaux"),
)


def preparer_lot(ctx: Contexte, demande: Demande) -> Lot:
    """One card a pupil; a teacher has his own pupils' alone. Raises Introuvable."""
    with ctx.lire() as session:
        annee = lire_annee(session, ctx)
        eleves = eleves_demandes(session, ctx, demande)
        ids = [eleve.id for eleve in eleves]
        est_libre = ctx.peut(Permission.CONSULTER)
        lecons = lecons_des_eleves(session, ids, annee) if est_libre else {}
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    fiche = FicheEleveImprimee(emetteur=emetteur, nom="", annee=annee.libelle, le=ctx.aujourdhui(), faits=())
    if est_libre:
        identites = lire_identites(ctx, ids)
        papiers = {e.id: partial(_complete, fiche, e, identites[e.id], lecons.get(e.id, ())) for e in eleves}
    else:
        papiers = {e.id: partial(_de_l_enseignant, ctx, fiche, e) for e in eleves}
    feuillets = tuple(
        Feuillet(
            eleve.complet,
            nom_de_fichier(str(demande.genre), annee.libelle, eleve.complet),
            partial(_composer, papiers[eleve.id]),
            eleve.foyer_id,
            eleve.id,
        )
        for eleve in eleves
    )
    return Lot("Fiches élèves", nom_de_fichier("fiches élèves", annee.libelle), emetteur.nom, feuillets)


def _composer(lire: "partial[FicheEleveImprimee]") -> object:
    """Fill in and lay out one card at a time: a batch is stopped between two."""
    return composer_fiche_eleve(lire())


def _complete(
    fiche: FicheEleveImprimee, eleve: EleveLu, identite: IdentiteEleve, lecons: Sequence[LeconEleve]
) -> FicheEleveImprimee:
    saisie = identite.saisie
    ne = naissance(eleve.sexe, eleve.naissance_le, eleve.lieu_naissance)
    ans = f"{age(eleve.naissance_le, fiche.le)}\u00a0ans" if eleve.naissance_le else ""
    faits = (
        ("Naissance", ", ".join(part for part in (ne, ans) if part)),
        ("École", ", ".join(part for part in (saisie.etablissement_scolaire, saisie.niveau_scolaire) if part)),
        ("Dossier", ", ".join(foyer.numero for foyer in identite.foyers)),
    )
    return replace(
        fiche,
        nom=eleve.complet,
        faits=tuple(fait for fait in faits if fait[1]),
        alerte=saisie.alerte,
        responsables=tuple(_responsable(foyer) for foyer in identite.foyers),
        blocs=(
            ("Contacts", _contacts(saisie)),
            ("Autorisations", _autorisations(saisie)),
        ),
        cours=tuple(CoursFiche(x.cours, x.niveau, x.quand, x.salle, x.enseignants) for x in lecons),
        observations=saisie.observations,
    )


def _responsable(foyer: FoyerDeLEleve) -> ResponsableFiche:
    coordonnees = (("Adresse", foyer.adresse), ("Téléphone", foyer.telephone), ("E-mail", foyer.email))
    secrete = " · adresse confidentielle" if foyer.est_confidentiel else ""
    return ResponsableFiche(
        foyer.responsables or foyer.libelle,
        f"dossier {foyer.numero}{secrete}",
        tuple(fait for fait in coordonnees if fait[1]),
    )


def _contacts(saisie: SaisieEleve) -> Faits:
    """The pupil's own, and whom to call first."""
    propres = () if saisie.utilise_coordonnees_responsable else (("Mobile", saisie.mobile), ("E-mail", saisie.email))
    return (
        ("À prévenir", saisie.personne_a_prevenir),
        ("Téléphone d’urgence", saisie.tel_urgence),
        *propres,
        *(
            (f"Peut venir chercher {rang}", ", ".join(part for part in (a.nom, a.lien, a.telephone) if part))
            for rang, a in enumerate(saisie.autorisees, start=1)
        ),
    )


def _autorisations(saisie: SaisieEleve) -> Faits:
    mots = {True: "oui", False: "non", None: "non renseigné"}
    images = tuple((libelle, mots[getattr(saisie, champ)]) for champ, libelle in IMAGES)
    return (("Sort seul(e)", mots[saisie.a_autorisation_sortie]), *images)


def _de_l_enseignant(ctx: Contexte, fiche: FicheEleveImprimee, eleve: EleveLu) -> FicheEleveImprimee:
    """Name, age, alert and emergency phone, and the lesson with this teacher. Raises Introuvable."""
    creneau_id = creneau_de_son_eleve(ctx, eleve.id)
    vu = next(e for e in lire_eleves_du_cours(ctx, creneau_id) if e.eleve_id == eleve.id)
    cours = next(c for c in lire_mes_cours(ctx).cours if c.creneau_id == creneau_id)
    quand = f"{JOURS[cours.jour - 1]} {heure_fr(cours.debut)}"
    return replace(
        fiche,
        nom=eleve.complet,
        faits=(("Âge", f"{vu.age}\u00a0ans"),) if vu.age is not None else (),
        alerte=vu.alerte,
        blocs=(("Contacts", (("Téléphone d’urgence", vu.tel_urgence),)),),
        cours=(CoursFiche(cours.cours, cours.cycle, quand, cours.salle),),
    )
