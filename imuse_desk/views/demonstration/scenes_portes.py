"""Scenes of the windows around the main one: the door, first start, faults, tools, settings, help."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.erreurs import BaseRefusee
from imuse_desk.infra.reglages_locaux import ReglagesLocaux
from imuse_desk.services.demarrage import creer_etablissement
from imuse_desk.views.aide import FenetreAPropos, FenetreRaccourcis
from imuse_desk.views.connexion import FenetreConnexion
from imuse_desk.views.demonstration.galerie import Galerie
from imuse_desk.views.demonstration.plateau import INSTANT, NOM_BASE, POSTE, Plateau
from imuse_desk.views.demonstration.scene import cliquer, taper
from imuse_desk.views.erreur_demarrage import FenetreErreurDemarrage
from imuse_desk.views.incident import DialogueIncident
from imuse_desk.views.mot_de_passe import DialogueMotDePasse, DialogueMotDePassePerdu
from imuse_desk.views.premier_demarrage import FenetrePremierDemarrage
from imuse_desk.views.reglages_courriel import FenetreReglagesCourriel
from imuse_desk.views.tarif.grilles import FenetreGrilles
from imuse_desk.views.tarif.simulateur import FenetreSimulateur
from imuse_desk.views.utilisateurs import FenetreUtilisateurs

MINIMUM = 12
CORRESPONDANCES = 4  # rank of the sub-tab


def _porte(plateau: Plateau) -> FenetreConnexion:
    reglages = ReglagesLocaux(dernier_site=plateau.accueil.sites[0].code, dernier_identifiant="a.martin")
    fenetre = FenetreConnexion(plateau.executant, reglages)
    fenetre.ouvrir(plateau.entree, plateau.accueil, NOM_BASE)
    return fenetre


def connexion(plateau: Plateau) -> QWidget:
    """Sign-in, the last name already there."""
    return plateau.montrer(_porte(plateau))


def connexion_refusee(plateau: Plateau) -> QWidget:
    """A wrong password."""
    fenetre = plateau.montrer(_porte(plateau))
    taper(fenetre.mot_de_passe, "pas le bon")
    cliquer(fenetre.entrer)
    plateau.calme("la connexion ne répond pas")
    return fenetre


def mot_de_passe_perdu(plateau: Plateau) -> QWidget:
    """Ask for a code by e-mail."""
    return plateau.montrer(
        DialogueMotDePassePerdu(None, plateau.entree, plateau.executant, "a.martin", par_courriel=True, minimum=MINIMUM)
    )


def mot_de_passe_perdu_code(plateau: Plateau) -> QWidget:
    """Choose a password with an administrator's code, both edits different."""
    fenetre = DialogueMotDePassePerdu(
        None, plateau.entree, plateau.executant, "a.martin", par_courriel=False, minimum=MINIMUM
    )
    plateau.montrer(fenetre)
    fenetre.choix.poser_brut({"code": "K7QM-2RTX", "nouveau": "une phrase assez longue", "encore": "une autre phrase"})
    cliquer(fenetre.confirmer)
    plateau.calme("le dialogue ne répond pas")
    return fenetre


def premier_demarrage(plateau: Plateau) -> QWidget:
    """The first start, nothing typed."""
    creer = partial(creer_etablissement, plateau.ouverte.base, poste=POSTE)
    return plateau.montrer(
        FenetrePremierDemarrage(plateau.executant, creer, INSTANT.date(), "Base locale «\u00a0imuse\u00a0»")
    )


def premier_demarrage_erreurs(plateau: Plateau) -> QWidget:
    """The first start, with fields missing and a bad address."""
    fenetre = premier_demarrage(plateau)
    if isinstance(fenetre, FenetrePremierDemarrage):
        fenetre.formulaire.poser_brut({"sites": [["MDN", ""]], "identifiant": "", "email": "a.martin@"})
        cliquer(fenetre.valider)
        plateau.calme("le formulaire ne répond pas")
    return fenetre


def erreur_demarrage(plateau: Plateau) -> QWidget:
    """A start that fails says why."""
    return plateau.montrer(
        FenetreErreurDemarrage(BaseRefusee("base_plus_recente"), "Base «\u00a0conservatoire\u00a0» sur srv1")
    )


def incident(plateau: Plateau) -> QWidget:
    """An unexpected fault, over the window."""
    return plateau.montrer(DialogueIncident(plateau.entrer(), "261125-7F3A", "imuse-desk.log"))


def mot_de_passe(plateau: Plateau) -> QWidget:
    """Change one's own password: the phrase proposed."""
    dialogue = DialogueMotDePasse(plateau.entrer(), plateau.contexte(), plateau.executant, MINIMUM)
    plateau.montrer(dialogue)
    dialogue.formulaire.poser_brut({"nouveau": "un mot de passe", "encore": "un mot de passe"})
    cliquer(dialogue.confirmer)
    plateau.calme("le dialogue ne répond pas")
    return dialogue


def utilisateurs(plateau: Plateau) -> QWidget:
    """The accounts, one of them open."""
    ctx = plateau.contexte("Administration")
    fenetre = plateau.montrer(FenetreUtilisateurs(plateau.entrer(ctx), ctx, plateau.executant))
    fenetre.table.selectRow(0)
    return fenetre


def utilisateurs_nouveau(plateau: Plateau) -> QWidget:
    """A new account with fields missing."""
    ctx = plateau.contexte("Administration")
    fenetre = plateau.montrer(FenetreUtilisateurs(plateau.entrer(ctx), ctx, plateau.executant))
    cliquer(fenetre.enregistrer)
    plateau.calme("le formulaire ne répond pas")
    return fenetre


def courriel(plateau: Plateau) -> QWidget:
    """Settings of the outgoing mail."""
    ctx = plateau.contexte("Administration")
    fenetre = FenetreReglagesCourriel(plateau.entrer(ctx), ctx, plateau.executant, plateau.coffre)
    return plateau.montrer(fenetre)


def simulateur(plateau: Plateau) -> QWidget:
    """A price before any enrolment, two pupils."""
    return remplir_simulateur(plateau)


def remplir_simulateur(plateau: Plateau) -> FenetreSimulateur:
    """The simulator filled in for two pupils."""
    parent = plateau.entrer()
    fenetre = FenetreSimulateur(plateau.executant, plateau.contexte(), parent)
    fenetre.setWindowFlag(Qt.WindowType.Window)
    plateau.montrer(fenetre)
    taper(fenetre.foyer.quotient, "2 145,30")
    fenetre.nouvel_eleve()
    for eleve, prenom, age in zip(fenetre.eleves, ("Lina", "Noe"), ("10 ans", "5 ans"), strict=False):
        taper(eleve.prenom, prenom)
        taper(eleve.age, age)
        liste = eleve.choix[0][0]
        liste.setCurrentIndex(min(1, liste.count() - 1))
        liste.modifiee.emit()
    plateau.calme("le prix ne se calcule pas")
    return fenetre


def _grilles(plateau: Plateau) -> FenetreGrilles:
    ctx = plateau.contexte("Direction")
    fenetre = FenetreGrilles(plateau.executant, ctx, plateau.entrer(ctx))
    fenetre.setWindowFlag(Qt.WindowType.Window)
    return plateau.montrer(fenetre)


def grilles(plateau: Plateau) -> QWidget:
    """The tariff grids: items and bands."""
    return _grilles(plateau)


def grilles_correspondances(plateau: Plateau) -> QWidget:
    """The three tables from courses, towns and facts to prices."""
    fenetre = _grilles(plateau)
    fenetre.onglets.setCurrentIndex(CORRESPONDANCES)
    plateau.calme("les correspondances ne se lisent pas")
    return fenetre


def raccourcis(plateau: Plateau) -> QWidget:
    """Every shortcut."""
    principale = plateau.entrer()
    return plateau.montrer(FenetreRaccourcis(principale.raccourcis, principale.ecrans(), principale))


def a_propos(plateau: Plateau) -> QWidget:
    """Version and licences."""
    return plateau.montrer(FenetreAPropos(NOM_BASE, plateau.entrer()))


def composants(plateau: Plateau) -> QWidget:
    """Every component and state."""
    galerie = plateau.montrer(Galerie())
    galerie.montrer_etats()
    return galerie
