"""Scenes of the papers, each in the window that shows it, and of the licences' texts."""

from imuse_desk.domain.reinscription import EtatDossier, Exigence
from imuse_desk.services.etablissement.fusion import exemple, fusionner
from imuse_desk.services.etablissement.gabarits import gabarit_de
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.lectures.eleves import INSCRITS, ouvrir_eleve
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.valeurs_eleves import SOURCE_ELEVES
from imuse_desk.services.papiers.demande import Demande, GenrePapier, Sujet, produire_papier
from imuse_desk.services.reinscription.accuse import lire_papier
from imuse_desk.services.reinscription.feuilles import imprimer_feuilles
from imuse_desk.services.reinscription.fiche import imprimer_fiche
from imuse_desk.views.aide import FenetreAPropos, FenetreLicence
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration.plateau import NOM_BASE, Plateau
from imuse_desk.views.demonstration.scene import HAUTEUR, LARGEUR, SceneImpossible, attendre, cliquer
from imuse_desk.views.demonstration.scenes_dossiers import allonger_noms
from imuse_desk.views.demonstration.scenes_portes import remplir_simulateur
from imuse_desk.views.papiers.etiquettes import DialogueEtiquettes

MERCREDI = 3


def ouvrir_papier(plateau: Plateau, fenetre: FenetrePapier) -> FenetrePapier:
    """Show a paper's window and wait for its page and its thumbnails."""
    fenetre.resize(LARGEUR, HAUTEUR)
    plateau.montrer(fenetre)
    attendre(fenetre.vue.feuille.isVisible, "le papier ne s’affiche pas")
    plateau.calme("les vignettes ne viennent pas")
    return fenetre


def _accuse(plateau: Plateau, foyer_id: int) -> FenetrePapier:
    depose = plateau.deposer(foyer_id)
    if depose.accuse_id is None:
        raise SceneImpossible(f"l’accusé n’a pas été fait\u00a0: {depose.accuse_erreur}")
    nom, octets = lire_papier(plateau.contexte(), depose.accuse_id)
    return ouvrir_papier(plateau, FenetrePapier(plateau.executant, nom, octets))


def accuse(plateau: Plateau) -> FenetrePapier:
    """The accusé of a family like any other."""
    return _accuse(plateau, plateau.famille(EtatDossier.SANS_REPONSE, neuve=True))


def accuse_fratrie(plateau: Plateau) -> FenetrePapier:
    """The accusé of the largest family."""
    return _accuse(plateau, plateau.grande_famille())


def accuse_noms_longs(plateau: Plateau) -> FenetrePapier:
    """The accusé of people whose names fill their field."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 2, neuve=True)
    allonger_noms(plateau, foyer_id)
    return _accuse(plateau, foyer_id)


def fiche(plateau: Plateau) -> FenetrePapier:
    """The form filled in, to be corrected and signed."""
    dossier = plateau.dossier(plateau.famille(EtatDossier.SANS_REPONSE, 2))
    nom, octets = imprimer_fiche(plateau.contexte(), dossier.dossier_id)
    return ouvrir_papier(plateau, FenetrePapier(plateau.executant, nom, octets))


def feuilles_de_route(plateau: Plateau) -> FenetrePapier:
    """The cover sheets of the pieces that a family owes."""
    dossier = plateau.dossier(plateau.famille(EtatDossier.SANS_REPONSE, 2))
    dues = frozenset((p.type_id, p.eleve_id) for p in dossier.pieces if p.exigence is not Exigence.SANS_OBJET)
    nom, octets = imprimer_feuilles(plateau.contexte(), dossier.dossier_id, dues)
    return ouvrir_papier(plateau, FenetrePapier(plateau.executant, nom, octets))


def estimation(plateau: Plateau) -> FenetrePapier:
    """The estimate of the simulator."""
    cliquer(remplir_simulateur(plateau).imprimer)
    return ouvrir_papier(plateau, plateau.trouver(FenetrePapier))


def lettre(plateau: Plateau) -> FenetrePapier:
    """The letter of a template, to a family of the house."""
    ctx = plateau.contexte("Direction")
    gabarit, trouve = gabarit_de(ctx, "rappel_pieces", "lettre"), exemple(ctx)
    if gabarit is None or trouve is None:
        raise SceneImpossible("la maison n’a ni modèle ni famille")
    octets = imprimer_lettres(ctx, fusionner(ctx, gabarit, [trouve[0]]))
    return ouvrir_papier(plateau, FenetrePapier(plateau.executant, "rappel.pdf", octets))


def _papier(plateau: Plateau, genre: GenrePapier, sujet: Sujet, *ids: int) -> FenetrePapier:
    papier = produire_papier(plateau.contexte(), Demande(genre, sujet, ids))
    return ouvrir_papier(plateau, FenetrePapier(plateau.executant, papier.nom, papier.octets))


def attestation(plateau: Plateau) -> FenetrePapier:
    """The certificate of enrolment of the demonstration's pupil."""
    return _papier(plateau, GenrePapier.ATTESTATION, Sujet.ELEVE, _premier_eleve(plateau))


def emploi_du_temps(plateau: Plateau) -> FenetrePapier:
    """A pupil's week."""
    return _papier(plateau, GenrePapier.EMPLOI_ELEVE, Sujet.ELEVE, _premier_eleve(plateau))


def fiche_eleve(plateau: Plateau) -> FenetrePapier:
    """A pupil's card."""
    return _papier(plateau, GenrePapier.FICHE_ELEVE, Sujet.ELEVE, _premier_eleve(plateau))


def etiquettes(plateau: Plateau) -> FenetrePapier:
    """Labels of the first families."""
    return _papier(plateau, GenrePapier.ETIQUETTES, Sujet.FOYER, *(ligne.id for ligne in plateau.familles()))


def journee(plateau: Plateau) -> FenetrePapier:
    """A Wednesday of the site, room by room."""
    return _papier(plateau, GenrePapier.JOURNEE, Sujet.JOUR, MERCREDI)


def liste_de_classe(plateau: Plateau) -> FenetrePapier:
    """The class lists of the first courses that a pupil follows."""
    eleve = ouvrir_eleve(plateau.contexte(), _premier_eleve(plateau))
    cours = [c.cours_id for c in eleve.cours if c.annee_id == plateau.contexte().annee_id]
    return _papier(plateau, GenrePapier.LISTE_CLASSE, Sujet.COURS, *cours)


def dialogue_etiquettes(plateau: Plateau) -> DialogueEtiquettes:
    """Which sheet, and where it begins."""
    return plateau.montrer(DialogueEtiquettes(plateau.entrer()))


def _premier_eleve(plateau: Plateau) -> int:
    """A pupil enrolled this year."""
    return SOURCE_ELEVES.lister(plateau.contexte(), Filtre(pastilles=(INSCRITS,))).ids[0]


def licence(plateau: Plateau) -> FenetreLicence:
    """The whole text of a component's licence, from the about window."""
    a_propos = FenetreAPropos(NOM_BASE, plateau.entrer())
    plateau.montrer(a_propos)
    a_propos.table.selectRow(0)
    cliquer(a_propos.lire)
    return plateau.trouver(FenetreLicence)
