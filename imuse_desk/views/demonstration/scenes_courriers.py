"""Scenes of the letters: the site's window and a family's sub-tab, in every state, empty, refused, with long names."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.infra.smtp import Courriel, EtatEnvoi, ReglagesSmtp, ResultatEnvoi, Securite
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.courrier import envoyer_en_attente, marquer_imprime
from imuse_desk.services.familles import ModifierFamille, modifier_famille
from imuse_desk.services.lectures.courrier import lire_lignes_messages, lister_messages
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.reglages_courriel import CommandeSmtp, enregistrer_smtp, lire_etat_courriel
from imuse_desk.services.reinscription.accuse import papiers_du_courrier
from imuse_desk.views.courriers.fenetre import FenetreCourriers
from imuse_desk.views.demonstration.plateau import POSTE, Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible, cliquer
from imuse_desk.views.demonstration.scenes_dossiers import allonger_noms
from imuse_desk.views.famille.fiche import COURRIERS
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.navigation import Onglet

SMTP = ReglagesSmtp(
    "smtp.conservatoire.example", 587, Securite.STARTTLS, "", "accueil@conservatoire.example", "Accueil"
)
REPONSES = (
    ResultatEnvoi(EtatEnvoi.ACCEPTE),
    ResultatEnvoi(EtatEnvoi.DEFINITIF, "smtp_destinataire_refuse", "550 5.1.1 User unknown"),
    ResultatEnvoi(EtatEnvoi.TEMPORAIRE, "smtp_certificat", "unable to get local issuer certificate"),
    ResultatEnvoi(EtatEnvoi.TEMPORAIRE, "smtp_delai"),
    ResultatEnvoi(EtatEnvoi.TEMPORAIRE, "smtp_plus_tard", "451 greylisted, try again later"),
)


class _Serveur:
    """Answers one message after another, as servers do."""

    def __init__(self) -> None:
        self._reponses = iter(REPONSES)

    def envoyer(self, courriel: Courriel) -> ResultatEnvoi:
        """The next answer; the last ones wait."""
        return next(self._reponses, ResultatEnvoi(EtatEnvoi.TEMPORAIRE, "smtp_injoignable"))


def _deposer(plateau: Plateau) -> int:
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    plateau.deposer(foyer_id)
    return foyer_id


def _regler(plateau: Plateau) -> None:
    """Set the mail up once, let a server answer the letters written since, then write one more."""
    chef, ctx = plateau.contexte("Administration"), plateau.contexte()
    etat = lire_etat_courriel(chef, plateau.coffre)
    if etat.reglages is not None:
        return
    _deposer(plateau)  # to be printed: the mail is not set up yet
    _deposer(plateau)
    marquer_imprime(ctx, lister_messages(ctx, ("a_imprimer",)).ids[0])
    enregistrer_smtp(chef, CommandeSmtp(SMTP, etat.version), plateau.coffre)
    for _ in REPONSES:
        _deposer(plateau)
    envoyer_en_attente(ctx.base, ctx.depot, _Serveur(), POSTE, ctx.horloge, papiers=papiers_du_courrier(ctx))
    _deposer(plateau)


def _fenetre(plateau: Plateau, ctx: Contexte) -> FenetreCourriers:
    principale = plateau.entrer(ctx)
    fenetre = FenetreCourriers(plateau.executant, ctx, principale.bus, principale)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    return plateau.montrer(fenetre)


def courriers(plateau: Plateau) -> QWidget:
    """Every state, one failure chosen: what went wrong and the cure."""
    _regler(plateau)
    fenetre = _fenetre(plateau, plateau.contexte())
    fenetre.table.choisir(lister_messages(plateau.contexte(), ("echec",)).ids[0])
    plateau.calme("les courriers ne s’affichent pas")
    return fenetre


def courriers_vide(plateau: Plateau) -> QWidget:
    """A site without any letter."""
    return _fenetre(plateau, plateau.contexte_ailleurs())


def courriers_filtre(plateau: Plateau) -> QWidget:
    """A filter that leaves nothing names itself."""
    fenetre = _fenetre(plateau, plateau.contexte_ailleurs())
    fenetre.filtrer(("a_imprimer", "echec"))
    plateau.calme("le filtre ne s’applique pas")
    return fenetre


def courriers_refus(plateau: Plateau) -> QWidget:
    """A letter that has no address cannot be sent again: the band says why."""
    _regler(plateau)
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    sans_adresse(plateau, foyer_id)
    plateau.deposer(foyer_id)
    fenetre = _fenetre(plateau, plateau.contexte())
    fenetre.table.choisir(lister_messages(plateau.contexte(), ("a_imprimer",)).ids[0])
    cliquer(fenetre.relancer)
    plateau.calme("le refus ne se montre pas")
    return fenetre


def sans_adresse(plateau: Plateau, foyer_id: int) -> None:
    """Nobody of a household has an e-mail."""
    fiche = ouvrir_famille(plateau.contexte(), foyer_id)
    adultes = tuple(replace(adulte, email="") for adulte in fiche.saisie.adultes)
    saisie = replace(fiche.saisie, adultes=adultes)
    modifier_famille(plateau.contexte(), ModifierFamille(foyer_id, fiche.version, saisie))


def courriers_noms_longs(plateau: Plateau) -> QWidget:
    """Names that fill their column."""
    _regler(plateau)
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    allonger_noms(plateau, foyer_id)
    plateau.deposer(foyer_id)
    return _fenetre(plateau, plateau.contexte())


# ---- the family's sub-tab


def _sous_onglet(plateau: Plateau, foyer_id: int) -> QWidget:
    fenetre = plateau.ouvrir("foyer", foyer_id, Onglet.FAMILLE)
    onglet = plateau.onglet(Onglet.FAMILLE, OngletFamille)
    onglet.montrer_la_fiche()
    plateau.calme("la fiche ne s’affiche pas")
    onglet.fiche.onglets.setCurrentIndex(COURRIERS)
    plateau.calme("les courriers ne s’affichent pas")
    return fenetre


def _famille_en_echec(plateau: Plateau) -> int:
    ctx = plateau.contexte()
    (ligne, *_) = lire_lignes_messages(ctx, lister_messages(ctx, ("echec",)).ids[:1])
    if ligne.foyer_id is None:
        raise SceneImpossible("le courrier en échec n’a pas de famille")
    return ligne.foyer_id


def famille_courriers(plateau: Plateau) -> QWidget:
    """A family's letter that failed, and the paper kept."""
    _regler(plateau)
    return _sous_onglet(plateau, _famille_en_echec(plateau))


def famille_courriers_vide(plateau: Plateau) -> QWidget:
    """A family without letters."""
    return _sous_onglet(plateau, plateau.famille(EtatDossier.SANS_REPONSE))


def famille_courriers_noms_longs(plateau: Plateau) -> QWidget:
    """Names that fill their place."""
    _regler(plateau)
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    allonger_noms(plateau, foyer_id)
    plateau.deposer(foyer_id)
    return _sous_onglet(plateau, foyer_id)
