"""Open a re-enrolment: the whole family on one screen, in eight statements."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from imuse_desk.domain.dates import age
from imuse_desk.domain.enseignement import EtatInscription, ModeAffectation, Specialite
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.horaires import Lecon
from imuse_desk.domain.reglages import CONDITIONS_BLOQUANTES
from imuse_desk.domain.reinscription import (
    DEPOSES,
    OUVERTS,
    EtatCondition,
    EtatPiece,
)
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.verification.constats import CHIFFREES
from imuse_desk.models import PieceRecue
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.lectures.vues_reinscription import (
    ConditionVue,
    CreneauVu,
    DeclarationVue,
    DossierVu,
    EnfantVu,
    FaitVu,
    FichierVu,
    LigneVue,
    PieceLigne,
)
from imuse_desk.services.reinscription.acces import actions_permises
from imuse_desk.services.reinscription.administration import obstacles
from imuse_desk.services.reinscription.charge import chercher
from imuse_desk.services.reinscription.conditions import genres_demandes
from imuse_desk.services.reinscription.exigences import PieceDue
from imuse_desk.services.reinscription.faits import Charge, CreneauOffert, Enfant, PieceFait, Tete
from imuse_desk.services.reinscription.offre import LigneDemande, cursus_avec_case, lignes_de
from imuse_desk.services.reinscription.ouverture import absence_de_dossier, assurer_dossier
from imuse_desk.services.reinscription.prix import dues_de, prix_de, statut_de
from imuse_desk.services.verification.faits import faits_courants

MAJORITE = 18
MO = 1_000_000


@cas_d_usage(Permission.CONSULTER)
def lire_dossier(ctx: Contexte, foyer_id: int) -> DossierVu:
    """Open a household's own dossier in the newest campaign that asks about its children.

    What was added after the opening (a pupil, a second household) is added on the way. Raises the RegleMetier of
    ``absence_de_dossier``.
    """
    charge = _trouver(ctx, foyer_id)
    if charge is None or _manque_un_eleve(charge):
        assurer_dossier(ctx, foyer_id)
        charge = _trouver(ctx, foyer_id)  # made here, or by another reading a moment ago
    if charge is None:
        raise absence_de_dossier(ctx, foyer_id)
    return composer(ctx, charge)


@cas_d_usage(Permission.CONSULTER)
def lire_dossier_par_id(ctx: Contexte, dossier_id: int) -> DossierVu:
    """Open a dossier by its key; raises RegleMetier(aucune_campagne)."""
    with ctx.lire() as session:
        charge = chercher(session, ctx.aujourdhui(), "dossier", dossier_id)
    if charge is None:
        raise RegleMetier("aucune_campagne")
    return composer(ctx, charge)


@cas_d_usage(Permission.CONSULTER)
def lire_faits(ctx: Contexte, piece_id: int) -> tuple[FaitVu, ...]:
    """What holds of a piece, one fact a rule; amounts of income are for those who may read them."""
    with ctx.lire() as session:
        courants = faits_courants(session, [piece_id])[piece_id]
    faits = tuple(
        FaitVu(
            f.regle, f.resultat, f.valeur, f.source, f.confirme_par, f.a, f.attendu, f.detail, f.page,
            tuple(f.boite) if f.boite else None, f.centimes,
        )
        for f in courants.values()
    )  # fmt: skip
    if ctx.peut(Permission.LIRE_REVENUS):
        return faits
    return tuple(replace(f, valeur="", attendu="", centimes=None) if f.regle in CHIFFREES else f for f in faits)


@cas_d_usage(Permission.CONSULTER)
def lire_tours(ctx: Contexte, piece_id: int) -> tuple[int, ...]:
    """By how many degrees clockwise each page must be turned to stand upright, where its picture was read."""
    with ctx.lire() as session:
        lecture = session.execute(select(PieceRecue.lecture).where(PieceRecue.id == piece_id)).scalar_one_or_none()
    return tuple((lecture or {}).get("tours", ()))


def _trouver(ctx: Contexte, foyer_id: int) -> Charge | None:
    with ctx.lire() as session:
        return chercher(session, ctx.aujourdhui(), "foyer", foyer_id)


def _manque_un_eleve(charge: Charge) -> bool:
    """A pupil of the household follows courses and has no answer yet."""
    enfants = charge.enfants_de(charge.tete.foyer_id)
    return any(e.suivis and e.membre.dossier_eleve_id is None for e in enfants)


def composer(ctx: Contexte, charge: Charge) -> DossierVu:
    """The screen's view of a dossier, for this person at this instant."""
    tete, maintenant = charge.tete, ctx.maintenant()
    droits = ctx.permissions_sur(tete.site_id)
    dues = dues_de(charge)
    statut, origine = statut_de(charge, charge.foyer)
    lit_revenus = Permission.LIRE_REVENUS in droits
    membres = charge.enfants_de(tete.foyer_id)
    visibles = [e for e in membres if e.suivis or e.membre.dossier_eleve_id is not None]
    ouvre_a, ferme_a = _fenetre(tete, visibles)
    return DossierVu(
        dossier_id=tete.dossier_id,
        version=tete.version,
        numero=tete.numero or "",
        foyer_id=tete.foyer_id,
        foyer_numero=charge.foyer.numero,
        famille=charge.foyer.libelle,
        campagne_id=tete.campagne_id,
        site_id=tete.site_id,
        site=tete.site_nom,
        fuseau=tete.fuseau,
        annee_source=tete.annee_source,
        annee_cible_id=tete.annee_cible_id,
        annee_cible=tete.annee_cible,
        ouvre_a=ouvre_a,
        ferme_a=ferme_a,
        pieces_jusqu_a=tete.pieces_jusqu_a,
        est_pas_ouverte=maintenant < ouvre_a,
        est_close=maintenant > ferme_a,
        est_pieces_closes=maintenant > tete.pieces_jusqu_a,
        statut_residence=statut,
        statut_origine=origine,
        enfants=tuple(
            _enfant(ctx, charge, dues, enfant, n, len(visibles), droits) for n, enfant in enumerate(visibles, start=1)
        ),
        nouveaux=tuple((e.eleve_id, e.prenom) for e in membres if e not in visibles),
        pieces=tuple(_piece(d) for d in dues),
        prix=prix_de(charge, dues, montrer_revenus=lit_revenus),
        declaration=DeclarationVue(
            tete.texte_id, tete.texte_numero, tete.texte or "", tete.acceptee_par or "", tete.acceptee_le,
            tete.moyen or "", tete.declaration_agent or "", tete.declaration_a,
        ),
        revenus_declines_par=tete.revenus_declines_par,
        revenus_declines_le=tete.revenus_declines_le,
        accuse_id=tete.accuse_id,
        responsables=tuple(f"{m.prenom} {m.nom}".strip() for m in charge.adultes(tete.foyer_id)),
        peut_saisir=Permission.MODIFIER_FAMILLE in droits,
        est_autre_site=Permission.MODIFIER_FAMILLE not in droits and ctx.peut(Permission.MODIFIER_FAMILLE),
        peut_decider=Permission.DECIDER_PIECE in droits,
        peut_deroger=Permission.DEROGER in droits,
        lit_revenus=lit_revenus,
    )  # fmt: skip


def _fenetre(tete: Tete, enfants: Sequence[Enfant]) -> tuple[datetime, datetime]:
    """When the deposit of those who wait is open: the new pupils' dates where all of them are new."""
    attendus = [e for e in enfants if e.etat in OUVERTS and e.membre.de_dossier_id in (None, tete.dossier_id)]
    return tete.fenetre(nouveau=bool(attendus) and all(e.est_nouveau for e in attendus))


def _enfant(
    ctx: Contexte,
    charge: Charge,
    dues: tuple[PieceDue, ...],
    enfant: Enfant,
    n: int,
    total: int,
    droits: frozenset[Permission],
) -> EnfantVu:
    m, etat = enfant.membre, enfant.etat
    ailleurs = m.de_dossier_id not in (None, charge.tete.dossier_id)
    _ouvre_a, ferme_a = charge.tete.fenetre(nouveau=enfant.est_nouveau)
    actions = actions_permises(etat, droits, hors_delai=ctx.maintenant() > ferme_a)
    ans = age(m.naissance_le, ctx.aujourdhui()) if m.naissance_le else None
    fin = age(m.naissance_le, charge.tete.fin_le) if m.naissance_le else None
    return EnfantVu(
        n=n,
        total=total,
        eleve_id=enfant.eleve_id,
        personne_id=m.personne_id,
        dossier_eleve_id=m.dossier_eleve_id,
        version=m.version or 0,
        nom=m.nom,
        prenom=m.prenom,
        sexe=m.sexe,
        naissance_le=m.naissance_le,
        age=ans,
        devient_majeur=ans is not None and fin is not None and ans < MAJORITE <= fin,
        etat=etat.sans_les_pieces if ailleurs else etat,
        motif="" if ailleurs else m.motif or "",
        motif_le=m.motif_le,
        motif_auteur="" if ailleurs else m.motif_auteur or "",
        depose_a=m.depose_a,
        valide_a=m.valide_a,
        valide_par=m.valide_par or "",
        lignes=_lignes(charge, enfant),
        conditions=() if ailleurs else _conditions(charge, enfant),
        actions=frozenset() if ailleurs or m.dossier_eleve_id is None else actions,
        est_nouveau=enfant.est_nouveau,
        obstacles=obstacles(charge, dues, enfant) if etat in DEPOSES and not ailleurs else (),
        repond_ailleurs=ailleurs,
        tenu_par=_autre_foyer(charge, enfant) if ailleurs else "",
    )


def _autre_foyer(charge: Charge, enfant: Enfant) -> str:
    """The name of the household that answers, and nothing else of it."""
    return next((charge.foyers[f].libelle for f in enfant.parts if f != charge.tete.foyer_id), "")


def _lignes(charge: Charge, enfant: Enfant) -> tuple[LigneVue, ...]:
    lignes = lignes_de(charge, enfant)
    menes = cursus_avec_case(lignes)
    return tuple(_ligne(x, menes) for x in lignes)


def _ligne(ligne: LigneDemande, menes: frozenset[int]) -> LigneVue:
    suivi, cours = ligne.suivi, ligne.cours
    creneaux = cours.creneaux if cours and ligne.choisit else ()
    libres = tuple(c for c in creneaux if c.libres or c.creneau_id == ligne.creneau_id)
    gardes = {c.creneau_id for c in libres}
    fixe = ligne.lecon() if not ligne.choisit else None
    suit = cours is not None and ligne.suit_cursus and cours.cursus_id in menes
    return LigneVue(
        cours_id=cours.cours_id if cours else None,
        inscription_id=suivi.inscription_id if suivi else None,
        cursus=cours.cursus if cours else (suivi.cursus if suivi else ""),
        cours=cours.libelle if cours else (suivi.libelle if suivi else ""),
        cours_suivi=suivi.libelle if suivi else "",
        ha=cours.ha if cours else (suivi.ha if suivi else ""),
        cycle=(suivi.niveau or "") if suivi else "",
        cycle_suivant=ligne.niveau,
        est_sous_reserve=ligne.est_sous_reserve,
        est_active=suivi is not None and suivi.etat == EtatInscription.ACTIVE,
        a_case=cours is not None and not suit,
        suit_cursus=suit,
        est_demandee=ligne.est_demandee,
        est_ajoutee=suivi is None,
        mention=_mention(ligne, libres),
        doit_choisir=ligne.doit_choisir,
        creneau_id=ligne.creneau_id,
        creneaux=tuple(_creneau(c) for c in libres),
        complets=tuple(_creneau(c) for c in creneaux if c.creneau_id not in gardes),
        horaire_fixe=", ".join(part for part in (fixe.horaire(), fixe.salle) if part) if fixe else "",
    )


def _mention(ligne: LigneDemande, libres: Sequence[CreneauOffert]) -> str:
    if ligne.cours is None:
        return "non_propose"
    if ligne.choisit:
        return "choisir" if libres else "plus_de_place"
    mode = ModeAffectation(ligne.cours.mode)
    if mode is ModeAffectation.ATTRIBUE:
        return "attribue"
    if ligne.cours.ha:
        return "classe_partenaire"
    if mode is ModeAffectation.SUIT_CURSUS and ligne.cours.specialite == Specialite.DANSE:
        return "niveau"
    autres = {ModeAffectation.CLASSE_PARTENAIRE: "classe_partenaire", ModeAffectation.NIVEAU: "niveau"}
    return autres.get(mode, "attribue")


def _creneau(c: CreneauOffert) -> CreneauVu:
    horaire = Lecon("", c.jour, c.debut, c.duree_min).horaire()
    return CreneauVu(
        c.creneau_id, horaire, c.jour, c.debut, c.salle, ", ".join(c.enseignants), c.libres, c.prises, c.capacite
    )


def _conditions(charge: Charge, enfant: Enfant) -> tuple[ConditionVue, ...]:
    bloquantes = set(charge.petites.reglages.get(CONDITIONS_BLOQUANTES.cle) or ())
    notees = {c.genre: c for c in charge.petites.conditions if c.dossier_eleve_id == enfant.membre.dossier_eleve_id}
    vues = []
    for genre in genres_demandes(charge, enfant):
        note = notees.get(genre.value)
        vue = ConditionVue(genre, None, genre.value in bloquantes)
        if note is not None:
            vue = ConditionVue(
                genre, EtatCondition(note.etat), genre.value in bloquantes, note.source, note.detail, note.motif,
                note.auteur, note.a,
            )  # fmt: skip
        vues.append(vue)
    return tuple(vues)


def _piece(due: PieceDue) -> PieceLigne:
    t = due.type
    return PieceLigne(
        t.type_id, t.code, t.libelle, t.aide, due.eleve_id, due.prenom, due.exigence, due.raison, due.params,
        due.effet, due.etat, t.pages, tuple(_fichier(f) for f in due.fichiers),
    )  # fmt: skip


def _fichier(f: PieceFait) -> FichierVu:
    examen: dict[str, Any] = f.examen if isinstance(f.examen, dict) else {}
    return FichierVu(
        piece_id=f.piece_id,
        version=f.version,
        nom=f.nom_original,
        sha256=f.sha256,
        depose_a=f.depose_a,
        depose_par=f.depose_par,
        derogation=f.derogation,
        octets=f.octets,
        mo=round(f.octets / MO, 2),
        pages=f.pages,
        etat=EtatPiece(f.etat),
        motif=f.motif,
        decide_par=f.decide_par,
        decide_a=f.decide_a,
        alertes=tuple((str(regle), str(valeur)) for regle, valeur in examen.get("alertes", ())),
        provenance=tuple((str(regle), str(valeur)) for regle, valeur in examen.get("provenance", ())),
        verdict=f.verdict,
        detruit_a=f.purge_a,
        bordereau=f.bordereau,
    )


__all__ = [
    "ConditionVue",
    "CreneauVu",
    "DeclarationVue",
    "DossierVu",
    "EnfantVu",
    "FaitVu",
    "FichierVu",
    "LigneVue",
    "PieceLigne",
    "composer",
    "lire_dossier",
    "lire_dossier_par_id",
    "lire_faits",
]
