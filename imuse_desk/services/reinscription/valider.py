"""Valider: the deposit of a family's re-enrolment in one transaction, then its accusé de réception."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from imuse_desk.domain.erreurs import ErreurMetier, Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer
from imuse_desk.models import Declaration, Dossier, DossierEleve
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services import places
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.reinscription import accuse
from imuse_desk.services.reinscription.acces import (
    date_du_site,
    exiger_dossier,
    exiger_motif,
    exiger_reponse,
    jour,
    prendre_reponse,
)
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.etat import actualiser_etats
from imuse_desk.services.reinscription.faits import Charge, Tete
from imuse_desk.services.reinscription.offre import LigneDemande, lignes_de, lignes_demandees
from imuse_desk.services.reinscription.prix import dues_de, geler, prix_de
from imuse_desk.services.reinscription.saisie import LigneSaisie, appliquer, enregistrer, verifier_clash

MOYENS = ("papier", "courriel", "telephone", "guichet")


@dataclass(frozen=True, slots=True)
class DeclarationAcceptee:
    """Who accepted the declaration, when, how (papier | courriel | telephone | guichet)."""

    par: str
    le: date
    moyen: str


@dataclass(frozen=True, slots=True)
class ReponseVue:
    """A pupil's answer as it was seen."""

    dossier_eleve_id: int
    version: int


@dataclass(frozen=True, slots=True)
class Valider:
    """The deposit; ``derogation`` is the reason for one after the last day."""

    dossier_id: int
    eleves: tuple[ReponseVue, ...]
    declaration: DeclarationAcceptee
    derogation: str = ""
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Depose:
    """The deposit done: its number, each answer's state, the accusé, or the code of what kept it from being made."""

    numero: str
    etats: dict[int, str]
    est_a_imprimer: bool
    accuse_id: int | None
    accuse_erreur: str = ""


@dataclass(frozen=True, slots=True)
class ChangerCreneau:
    """Another weekly time after the deposit."""

    dossier_eleve_id: int
    version: int
    cours_id: int
    creneau_id: int
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def valider(ctx: Contexte, commande: Valider) -> Fait[Depose]:
    """Deposit the answers: places, number, declaration, price, states and message in one transaction; then the PDF.

    A PDF that cannot be made costs nothing: ``accuse.produire`` may be called again.
    Raises RegleMetier: campagne_close(le), campagne_pas_ouverte(le), aucun_cours(eleve), creneau_a_choisir(eleve,
    cours), creneau_complet(cours), conflit_horaire(lecon_a, lecon_b), texte_declaration_absent, action_impossible;
    Invalide (declaration); Conflit; Refus.
    """
    exiger_dossier(ctx, commande.dossier_id, Permission.MODIFIER_FAMILLE)
    par = _verifier_declaration(ctx, commande)

    def ecrire(unite: Unite) -> dict[str, object]:
        return _deposer(ctx, unite, commande, par)

    fait = ctx.ecrire("valider_reinscription", ecrire, commande.operation_id)
    papier, erreur = None, ""
    try:
        papier = accuse.produire(ctx, commande.dossier_id).resultat
    except (ErreurMetier, OSError, ValueError) as faute:
        erreur = faute.code if isinstance(faute, ErreurMetier) else "accuse_impossible"
    etats = {int(ident): str(etat) for ident, etat in fait.resultat["etats"].items()}  # type: ignore[attr-defined]
    depose = Depose(str(fait.resultat["numero"]), etats, bool(fait.resultat["est_a_imprimer"]), papier, erreur)
    return Fait(depose, fait.changements, fait.est_rejoue)


def _verifier_declaration(ctx: Contexte, commande: Valider) -> str:
    par = nettoyer(commande.declaration.par)
    if not par:
        raise Invalide("acceptee_par", "declaration_par_vide")
    if commande.declaration.le > ctx.aujourdhui():
        raise Invalide("acceptee_le", "date_future")
    if commande.declaration.moyen not in MOYENS:
        raise Invalide("moyen", "moyen_inconnu")
    if not commande.eleves:
        raise RegleMetier("aucune_reponse")
    return par


def _deposer(ctx: Contexte, unite: Unite, commande: Valider, par: str) -> dict[str, object]:
    session, aujourdhui = unite.session, jour(ctx, unite)
    charge = charger(session, commande.dossier_id, aujourdhui)
    for nouveau in {charge.enfant(vue.dossier_eleve_id).est_nouveau for vue in commande.eleves}:
        _juger_delai(ctx, unite, charge.tete, commande.derogation, nouveau=nouveau)
    if charge.tete.texte_id is None:
        raise RegleMetier("texte_declaration_absent")
    reponses = [prendre_reponse(unite, v.dossier_eleve_id, v.version, Action.VALIDER) for v in commande.eleves]
    demandes = [(reponse, _demandees(charge, reponse)) for reponse in reponses]
    _prendre_places(unite, demandes)
    dossier = session.get_one(Dossier, commande.dossier_id)
    dossier.numero = dossier.numero or numero_de_dossier(charge.tete.debut_le, dossier.id)
    for reponse in reponses:
        reponse.etat, reponse.depose_a = EtatDossier.DEPOSEE, unite.maintenant
        reponse.motif, reponse.motif_le, reponse.motif_auteur = "", None, ""
        if commande.derogation:
            reponse.motif, reponse.motif_le = nettoyer(commande.derogation), aujourdhui
            reponse.motif_auteur = unite.auteur.agent
    session.add(
        Declaration(
            dossier_id=dossier.id,
            texte_id=charge.tete.texte_id,
            acceptee_par=par,
            acceptee_le=commande.declaration.le,
            moyen=commande.declaration.moyen,
            agent=unite.auteur.agent,
            a=unite.maintenant,
            operation_id=unite.operation_id,
        )
    )
    etats = actualiser_etats(unite, dossier.id, aujourdhui)
    session.flush()
    apres = charger(session, dossier.id, aujourdhui)
    dues = dues_de(apres)
    prix = prix_de(apres, dues, montrer_revenus=True)
    gele = accuse.geler_accuse(apres, dues, prix, unite.maintenant)
    dossier.prix = {"prix": geler(prix), **accuse.garder_accuse(dossier.prix, gele)}
    a_imprimer = accuse.deposer_courrier(unite, ctx, apres, gele)
    unite.touche("foyer", dossier.foyer_id)
    session.flush()
    return {
        "numero": dossier.numero,
        "etats": {str(i): e.value for i, e in etats.items()},
        "est_a_imprimer": a_imprimer,
    }


def numero_de_dossier(debut_le: date, dossier_id: int) -> str:
    """``R26-01184``: the year's first figures and the dossier's own key, unique without any counter."""
    return f"R{debut_le:%y}-{dossier_id:05d}"


def _juger_delai(ctx: Contexte, unite: Unite, tete: Tete, derogation: str, *, nouveau: bool) -> None:
    """The deadline is judged at this very instant, whenever the form was opened."""
    ouvre_a, ferme_a = tete.fenetre(nouveau=nouveau)
    if unite.maintenant < ouvre_a:
        raise RegleMetier("campagne_pas_ouverte", le=date_du_site(ouvre_a, tete.fuseau))
    if unite.maintenant <= ferme_a:
        return
    if not derogation:
        raise RegleMetier("campagne_close", le=date_du_site(ferme_a, tete.fuseau))
    exiger_motif(derogation, "derogation")
    ctx.exiger_sur(tete.site_id, Permission.DEROGER)


def _demandees(charge: Charge, reponse: DossierEleve) -> Sequence[LigneDemande]:
    """The rows that a pupil asks for, complete and without a clash."""
    enfant = charge.enfant(reponse.id)
    demandees = lignes_demandees(charge, enfant)
    if not demandees:
        raise RegleMetier("aucun_cours", eleve=enfant.prenom)
    for ligne in demandees:
        if ligne.doit_choisir and ligne.cours is not None:
            raise RegleMetier("creneau_a_choisir", eleve=enfant.prenom, cours=ligne.cours.libelle)
    verifier_clash(demandees)
    return demandees


def _prendre_places(unite: Unite, demandes: Sequence[tuple[DossierEleve, Sequence[LigneDemande]]]) -> None:
    """Take every place, in the order of the weekly times so that two desks never wait for each other."""
    voulues = [
        (ligne.creneau_id, reponse.eleve_id, ligne.cours.libelle)
        for reponse, lignes in demandes
        for ligne in lignes
        if ligne.creneau_id is not None and ligne.cours is not None
    ]
    for creneau_id, eleve_id, cours in sorted(voulues):
        try:
            places.prendre(unite, creneau_id, eleve_id)
        except RegleMetier as refus:
            if refus.code != "creneau_complet":
                raise
            raise RegleMetier("creneau_complet", creneau_id=creneau_id, cours=cours) from refus


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def changer_creneau(ctx: Contexte, commande: ChangerCreneau) -> Fait[dict[str, int]]:
    """Another weekly time after the deposit: the new place is taken and the old one freed in the same transaction.

    Raises RegleMetier: creneau_complet, conflit_horaire, creneau_sans_objet, action_impossible; Introuvable; Conflit.
    """
    dossier_id = exiger_reponse(ctx, commande.dossier_eleve_id, Permission.MODIFIER_FAMILLE)

    def ecrire(unite: Unite) -> dict[str, int]:
        reponse = prendre_reponse(unite, commande.dossier_eleve_id, commande.version, Action.CHANGER_CRENEAU)
        charge = charger(unite.session, dossier_id, jour(ctx, unite))
        lignes = lignes_de(charge, charge.enfant(reponse.id))
        ligne = next((x for x in lignes if x.cours and x.cours.cours_id == commande.cours_id and x.est_demandee), None)
        if ligne is None:
            raise Introuvable("cours", commande.cours_id)
        etat, avant = reponse.etat, ligne.creneau_id
        if avant == commande.creneau_id:
            return {"version": reponse.version}
        saisie = LigneSaisie(commande.cours_id, est_demandee=True, creneau_id=commande.creneau_id)
        nouvelles = appliquer(lignes, (saisie,))
        verifier_clash(nouvelles)
        for creneau_id in sorted(c for c in (avant, commande.creneau_id) if c is not None):
            if creneau_id == avant:
                places.liberer(unite, creneau_id, reponse.eleve_id)
            else:
                places.prendre(unite, creneau_id, reponse.eleve_id)
        enregistrer(unite, reponse, nouvelles)
        reponse.etat = etat
        unite.session.flush()
        return {"version": reponse.version}

    return ctx.ecrire("changer_creneau", ecrire, commande.operation_id)
