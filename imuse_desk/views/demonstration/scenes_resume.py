"""Scenes of the counter summary: a family with much to settle, one with nothing, one newly created, long names."""

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.familles import CreerFamille, archiver_famille, creer_famille
from imuse_desk.services.fiche_famille import PREMIER_ADULTE, SaisieFamille
from imuse_desk.services.lectures.resume import resume_famille
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible
from imuse_desk.views.demonstration.scenes_dossiers import allonger_noms
from imuse_desk.views.navigation import Onglet


def _ouvrir(plateau: Plateau, foyer_id: int) -> QWidget:
    return plateau.ouvrir("foyer", foyer_id, Onglet.FAMILLE)


def resume(plateau: Plateau) -> QWidget:
    """The family of this site with most to settle."""
    ctx = plateau.contexte()
    ici = [ligne.id for ligne in plateau.familles() if not ligne.est_autre_site]
    return _ouvrir(plateau, max(ici, key=lambda ident: len(resume_famille(ctx, ident).a_regler)))


def resume_calme(plateau: Plateau) -> QWidget:
    """A family that owes nothing."""
    ctx = plateau.contexte()
    for ligne in plateau.familles():
        if ligne.etat is EtatDossier.VALIDEE and not resume_famille(ctx, ligne.id).a_regler:
            return _ouvrir(plateau, ligne.id)
    raise SceneImpossible("toutes les familles ont quelque chose à régler")


def resume_depose(plateau: Plateau) -> QWidget:
    """A family that has just deposited: its letter to print, its price told, its pieces to bring."""
    foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, 2, neuve=True)
    plateau.deposer(foyer_id)
    return _ouvrir(plateau, foyer_id)


def resume_vide(plateau: Plateau) -> QWidget:
    """A household newly created, without pupils."""
    adulte = replace(PREMIER_ADULTE, civilite="Madame", nom="Aubry", prenom="Hélène", email="h.aubry@famille.example")
    saisie = SaisieFamille(numero="3", voie="rue des Lilas", cp="92190", ville="Meudon", adultes=(adulte,))
    return _ouvrir(plateau, creer_famille(plateau.contexte(), CreerFamille(saisie)).resultat)


def resume_archive(plateau: Plateau) -> QWidget:
    """A household put away."""
    foyer_id = plateau.famille(EtatDossier.NE_SE_REINSCRIT_PAS, neuve=True)
    archiver_famille(plateau.contexte(), foyer_id)
    return _ouvrir(plateau, foyer_id)


def resume_noms_longs(plateau: Plateau) -> QWidget:
    """Names that fill their place."""
    foyer_id = plateau.famille(EtatDossier.A_VERIFIER, 2, neuve=True)
    allonger_noms(plateau, foyer_id)
    return _ouvrir(plateau, foyer_id)


def resume_sans_revenus(plateau: Plateau) -> QWidget:
    """The administrator does not see the quotient, and does not re-enrol a family of another site."""
    return plateau.ouvrir(
        "foyer", plateau.famille(EtatDossier.SANS_REPONSE, 2), Onglet.FAMILLE, plateau.contexte("Administration")
    )
