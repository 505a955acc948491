"""Scenes of the main window: the five tabs on dossiers of every state, requests, pieces."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import Action, EtatDossier
from imuse_desk.services.demonstration.specimens import contenu_specimen
from imuse_desk.services.eleves import ModifierEleve, modifier_eleve
from imuse_desk.services.familles import ModifierFamille, modifier_famille
from imuse_desk.services.lectures.eleves import ouvrir_eleve
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.views.common.demande import Demande
from imuse_desk.views.common.onglet_dossier import OngletDossier
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, lacher_fichier, taper, touche
from imuse_desk.views.famille.onglet import OngletFamille
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece
from imuse_desk.views.reinscription.pieces import RangeePiece

NOM_LONG = "de La Rochefoucauld-Montmorency-Luxembourg d’Œuilly-sur-Garonne"
PRENOM_LONG = "Marie-Élisabeth Anne-Françoise"
VOIE_LONGUE = "allée du Général-de-division-Joseph-Barthélemy-Durand prolongée"
VALMONT = "valmont"
COURS, HISTORIQUE, ELEVES = 1, 2, 3  # ranks of the sub-tabs
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64


# ---- Famille


def accueil(plateau: Plateau) -> QWidget:
    """No dossier open: what waits, recent families."""
    for foyer_id in (plateau.famille(EtatDossier.SANS_REPONSE, 2), plateau.famille(EtatDossier.SANS_REPONSE, 2)):
        plateau.ouvrir("foyer", foyer_id, Onglet.FAMILLE)
    return plateau.entrer()


def _fiche(plateau: Plateau, foyer_id: int) -> FenetrePrincipale:
    """A household's card, from its counter summary."""
    fenetre = plateau.ouvrir("foyer", foyer_id, Onglet.FAMILLE)
    plateau.onglet(Onglet.FAMILLE, OngletFamille).montrer_la_fiche()
    plateau.calme("la fiche ne s’affiche pas")
    return fenetre


def _valmont(plateau: Plateau) -> int:
    return min(ligne.id for ligne in plateau.familles() if ligne.nom.casefold() == VALMONT)


def famille(plateau: Plateau) -> QWidget:
    """A household's card."""
    return _fiche(plateau, _valmont(plateau))


def famille_eleves(plateau: Plateau) -> QWidget:
    """The pupils of a household."""
    fenetre = _fiche(plateau, plateau.grande_famille())
    _onglet_dossier(plateau, Onglet.FAMILLE).fiche.onglets.setCurrentIndex(ELEVES)
    return fenetre


def allonger_noms(plateau: Plateau, foyer_id: int) -> None:
    """Give everybody of a household names of more than 120 characters in all."""
    ctx = plateau.contexte()
    fiche = ouvrir_famille(ctx, foyer_id)
    nom = NOM_LONG
    adultes = tuple(replace(a, nom=nom, prenom=PRENOM_LONG) for a in fiche.saisie.adultes)
    saisie = replace(fiche.saisie, adultes=adultes, voie=VOIE_LONGUE)
    modifier_famille(ctx, ModifierFamille(foyer_id, fiche.version, saisie))
    for enfant in fiche.enfants:
        vue = ouvrir_eleve(ctx, enfant.eleve_id)
        saisie_eleve = replace(vue.saisie, nom=nom, prenom=f"{PRENOM_LONG} {enfant.prenom}")
        modifier_eleve(ctx, ModifierEleve(enfant.eleve_id, vue.version, saisie_eleve))


def famille_noms_longs(plateau: Plateau) -> QWidget:
    """Names that fill their field."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 2, neuve=True)
    allonger_noms(plateau, foyer_id)
    return _fiche(plateau, foyer_id)


def _onglet_dossier(plateau: Plateau, rang: Onglet) -> OngletDossier:
    return plateau.onglet(rang, OngletDossier)


def _ecrire(plateau: Plateau, rang: Onglet, valeurs: dict[str, str]) -> OngletDossier:
    """Type into the fields of a card, as a person would (accented words too)."""
    onglet = _onglet_dossier(plateau, rang)
    onglet.fiche.form.poser_brut(onglet.fiche.form.brut() | valeurs)
    onglet.saisie_modifiee()
    return onglet


def famille_erreurs(plateau: Plateau) -> QWidget:
    """What was typed cannot be read: a band, a line under each field."""
    fenetre = _fiche(plateau, plateau.famille(EtatDossier.SANS_REPONSE, neuve=True))
    faux = {"naissance": "31/02/2010", "mobile": "06 12 34", "foyer_cp": "9219", "email": "camille@", "nom": ""}
    _ecrire(plateau, Onglet.FAMILLE, faux).enregistrer()
    plateau.calme("la fiche ne répond pas")
    return fenetre


def famille_brouillon(plateau: Plateau) -> QWidget:
    """A change that is not recorded is kept."""
    fenetre = _fiche(plateau, plateau.famille(EtatDossier.SANS_REPONSE, neuve=True))
    _ecrire(plateau, Onglet.FAMILLE, {"profession": "Sage-femme"}).garder()
    plateau.calme("le brouillon ne se garde pas")
    return fenetre


def famille_conflit(plateau: Plateau) -> QWidget:
    """Another desk recorded the same card meanwhile: both versions side by side."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    fenetre = _fiche(plateau, foyer_id)
    miens = {"profession": "Sage-femme", "mobile": "06 12 34 56 78", "foyer_voie": "rue des Acacias"}
    onglet = _ecrire(plateau, Onglet.FAMILLE, miens)
    direction = plateau.contexte("Direction")
    fiche = ouvrir_famille(direction, foyer_id)
    premier, *autres = fiche.saisie.adultes
    premier = replace(premier, profession="Luthière", mobile="07 98 76 54 32")
    saisie = replace(fiche.saisie, adultes=(premier, *autres), voie="rue des Tilleuls")
    modifier_famille(direction, ModifierFamille(foyer_id, fiche.version, saisie))
    onglet.enregistrer()
    plateau.calme("le conflit ne se montre pas")
    return fenetre


def liste_vide(plateau: Plateau) -> QWidget:
    """A list emptied by its filter says which one."""
    fenetre = plateau.entrer()
    liste = _onglet_dossier(plateau, Onglet.FAMILLE).liste
    taper(liste.champ, "zzyzx")
    attendre(lambda: liste.filtre()[0] == "zzyzx" and not plateau.executant.est_occupe, "la liste ne se filtre pas")
    attendre(lambda: liste.table.model().rowCount() == 0, "la liste ne se vide pas")
    return fenetre


# ---- Élève


def _eleve(plateau: Plateau, rang: int) -> QWidget:
    foyer_id = _valmont(plateau)
    fenetre = plateau.ouvrir("eleve", plateau.premier_eleve(foyer_id), Onglet.ELEVE)
    _onglet_dossier(plateau, Onglet.ELEVE).fiche.onglets.setCurrentIndex(rang)
    plateau.calme("la fiche ne s’affiche pas")
    return fenetre


def eleve(plateau: Plateau) -> QWidget:
    """A pupil's card."""
    return _eleve(plateau, 0)


def eleve_cours(plateau: Plateau) -> QWidget:
    """The courses of the year consulted."""
    return _eleve(plateau, COURS)


def eleve_historique(plateau: Plateau) -> QWidget:
    """Years past, read-only."""
    return _eleve(plateau, HISTORIQUE)


def eleve_deux_foyers(plateau: Plateau) -> QWidget:
    """A child of two households."""
    fiche = plateau.deux_foyers()
    enfant = next(e for e in fiche.enfants if e.autre is not None)
    return plateau.ouvrir("eleve", enfant.eleve_id, Onglet.ELEVE)


def eleve_noms_longs(plateau: Plateau) -> QWidget:
    """A pupil whose names fill their field."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    allonger_noms(plateau, foyer_id)
    return plateau.ouvrir("eleve", plateau.premier_eleve(foyer_id), Onglet.ELEVE)


# ---- Réinscription


def _reinscription(plateau: Plateau, foyer_id: int) -> FenetrePrincipale:
    return plateau.ouvrir("foyer", foyer_id, Onglet.REINSCRIPTION)


def reinscription_sans_reponse(plateau: Plateau) -> QWidget:
    """Nothing ticked yet."""
    return _reinscription(plateau, plateau.famille(EtatDossier.SANS_REPONSE, 2))


def reinscription_en_saisie(plateau: Plateau) -> QWidget:
    """Everything asked for, the price unfolded."""
    foyer_id = _valmont(plateau)
    plateau.repondre(foyer_id)
    fenetre = _reinscription(plateau, foyer_id)
    if not plateau.reinscription.prix.pourquoi.isChecked():
        cliquer(plateau.reinscription.prix.pourquoi)
    return fenetre


def reinscription_complets(plateau: Plateau) -> QWidget:
    """Full times shown, not selectable, in an unfolded list."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 2, neuve=True)
    plateau.repondre(foyer_id)
    fenetre = _reinscription(plateau, foyer_id)
    plateau.reinscription.cours.complets.click()
    return fenetre


def reinscription_incomplete(plateau: Plateau) -> QWidget:
    """Deposited, a required piece missing."""
    return _reinscription(plateau, plateau.famille(EtatDossier.INCOMPLETE))


def reinscription_a_verifier(plateau: Plateau) -> QWidget:
    """Deposited, pieces to look at."""
    return _reinscription(plateau, plateau.famille(EtatDossier.A_VERIFIER))


def reinscription_deposee(plateau: Plateau) -> QWidget:
    """Deposited, every piece accepted."""
    return _reinscription(plateau, plateau.famille(EtatDossier.DEPOSEE))


def reinscription_validee(plateau: Plateau) -> QWidget:
    """Final."""
    return _reinscription(plateau, plateau.famille(EtatDossier.VALIDEE))


def reinscription_refus(plateau: Plateau) -> QWidget:
    """An act that the rules refuse: the band says why."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 2, neuve=True)
    plateau.deposer(foyer_id)
    fenetre = _reinscription(plateau, foyer_id)
    cliquer(plateau.reinscription.administrer)
    plateau.calme("la validation ne répond pas")
    return fenetre


def reinscription_deux_foyers(plateau: Plateau) -> QWidget:
    """A child who answers for two households."""
    return _reinscription(plateau, plateau.deux_foyers().id)


def reinscription_autre_site(plateau: Plateau) -> QWidget:
    """A dossier of another site opens read-only."""
    return plateau.ouvrir("foyer", _valmont(plateau), Onglet.REINSCRIPTION, plateau.contexte_ailleurs())


def reinscription_noms_longs(plateau: Plateau) -> QWidget:
    """Names that fill their field."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 3, neuve=True)
    allonger_noms(plateau, foyer_id)
    return _reinscription(plateau, foyer_id)


def demande_conge(plateau: Plateau) -> QWidget:
    """Leave asks for a motive and a date."""
    _reinscription(plateau, plateau.famille(EtatDossier.SANS_REPONSE))
    onglet = plateau.reinscription
    acte = next(a for a in onglet.menu.actions() if a.data() == Action.METTRE_EN_CONGE)
    acte.trigger()
    return plateau.trouver(Demande)


def demande_quotient(plateau: Plateau) -> QWidget:
    """A quotient that cannot be read."""
    _reinscription(plateau, _valmont(plateau))
    plateau.reinscription.menu_quotient.actions()[0].trigger()
    demande = plateau.trouver(Demande)
    taper(demande.formulaire.widget("quotient"), "12,345,67")
    cliquer(demande.confirmer)
    plateau.calme("la demande ne répond pas")
    return demande


def _deposer_fichier(plateau: Plateau, foyer_id: int, nom: str, contenu: bytes) -> FenetrePrincipale:
    """Drop a file on the first row that still waits for one."""
    fenetre = _reinscription(plateau, foyer_id)
    rangee = next((r for r in plateau.reinscription.pieces.rangees if _attend(r)), None)
    if rangee is None:
        raise SceneImpossible("aucune pièce n’est attendue")
    chemin: Path = plateau.dossier_fichiers / nom
    chemin.write_bytes(contenu)
    lacher_fichier(rangee, [chemin])
    plateau.calme("la pièce ne s’importe pas")
    return fenetre


def _attend(rangee: RangeePiece) -> bool:
    return rangee.piece is not None and not rangee.piece.fichiers and rangee.importer.isVisibleTo(rangee)


def piece_refusee(plateau: Plateau) -> QWidget:
    """A picture that bears the name of a PDF is not taken."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
    return _deposer_fichier(plateau, foyer_id, "attestation.pdf", JPEG)


def _consulter(plateau: Plateau) -> FenetrePiece:
    for rangee in plateau.reinscription.pieces.rangees:
        if rangee.piece is not None and rangee.piece.fichiers and not rangee.isHidden():
            plateau.reinscription.consulter(rangee.piece.fichiers[0])
            fenetre = plateau.trouver(FenetrePiece)
            attendre(fenetre.vue.feuille.isVisible, "le document ne s’affiche pas")
            plateau.calme("les vignettes ne viennent pas")
            return fenetre
    raise SceneImpossible("aucune pièce à consulter")


def piece(plateau: Plateau) -> QWidget:
    """A piece in its window: the document left, what the program saw right."""
    _reinscription(plateau, plateau.famille(EtatDossier.INCOMPLETE))
    return _consulter(plateau)


def piece_active(plateau: Plateau) -> QWidget:
    """A PDF that holds a script: the machine says so, the window opens it all the same."""
    contenu = contenu_specimen("domicile", 1234567)
    script = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    _deposer_fichier(
        plateau,
        plateau.famille(EtatDossier.SANS_REPONSE, neuve=True),
        "facture du mois.pdf",
        contenu.replace(b"/Type /Catalog", script),
    )
    return _consulter(plateau)


# ---- Facturation, Suivi, search


def facturation(plateau: Plateau) -> QWidget:
    """What will be billed, and why."""
    return plateau.ouvrir("foyer", plateau.famille(EtatDossier.VALIDEE), Onglet.FACTURATION)


def suivi(plateau: Plateau) -> QWidget:
    """The courses of a pupil."""
    return plateau.ouvrir("eleve", plateau.premier_eleve(_valmont(plateau)), Onglet.SUIVI)


def enseignant(plateau: Plateau) -> QWidget:
    """A teacher opens on his own courses."""
    return plateau.entrer(plateau.contexte("Enseignant"))


def recherche(plateau: Plateau) -> QWidget:
    """Ctrl+K and a few letters."""
    fenetre = plateau.entrer()
    touche(fenetre, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    taper(fenetre.recherche.champ, "mar")
    attendre(fenetre.recherche.resultats.isVisible, "la recherche ne répond pas")
    plateau.calme("la recherche ne finit pas")
    return fenetre
