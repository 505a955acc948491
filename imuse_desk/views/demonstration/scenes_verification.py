"""Scenes of the verification station: a notice that contradicts itself, a clean CAF statement, a scan to be read."""

from datetime import date, timedelta

from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import EtatDossier, Exigence
from imuse_desk.services.demonstration.papiers_famille import Destine, attestation_caf, avis, sans_texte
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.reinscription.pieces import ImporterPieces, importer
from imuse_desk.services.verification.analyse import analyser
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer
from imuse_desk.views.demonstration.scenes_confiance import emetteur_exemple
from imuse_desk.views.verification.refus import DemandeRefus
from imuse_desk.views.verification.station import StationVerification

SCELLE_LE = date(2026, 7, 31)
REVENU, RETOUCHE, PARTS, QUOTIENT = 34_512, 14_512, 300, 958


def destine(plateau: Plateau, foyer_id: int) -> Destine:
    """The first adult of a household, at its address."""
    saisie = ouvrir_famille(plateau.contexte(), foyer_id).saisie
    adulte = saisie.adultes[0]
    return Destine(
        f"{adulte.nom} {adulte.prenom}", f"{saisie.numero} {saisie.voie}".strip(), f"{saisie.cp} {saisie.ville}"
    )


def _famille(plateau: Plateau) -> int:
    """A household that owes a notice of income, which no other scene uses."""
    for _ in range(20):
        foyer_id = plateau.famille(EtatDossier.SANS_REPONSE, neuve=True)
        pieces = {p.code: p for p in plateau.dossier(foyer_id).pieces}
        if all(pieces[code].exigence is not Exigence.SANS_OBJET for code in ("avis_1", "caf")):
            return foyer_id
    raise SceneImpossible("aucune famille ne doit d’avis d’imposition")


def _deposer(plateau: Plateau, foyer_id: int, code: str, nom: str, contenu: bytes) -> int:
    """Bring a paper and have it read."""
    ctx, dossier = plateau.contexte(), plateau.dossier(foyer_id)
    type_id = next(p.type_id for p in dossier.pieces if p.code == code)
    chemin = plateau.dossier_fichiers / nom
    chemin.write_bytes(contenu)
    piece_id = importer(ctx, ImporterPieces(dossier.dossier_id, type_id, (chemin,))).resultat[0].piece_id
    if piece_id is None:
        raise SceneImpossible(f"{nom} n’est pas reçu")
    analyser(ctx, piece_id)
    return piece_id


def _station(plateau: Plateau, piece_id: int) -> QWidget:
    fenetre = plateau.entrer()
    fenetre.montrer_station(piece_id)
    attendre(lambda: not plateau.executant.est_occupe, "la pièce ne s’affiche pas", 60)
    plateau.calme("les vignettes ne viennent pas")
    return fenetre


def _revenus(plateau: Plateau) -> int:
    """The year of income that the campaign asks for."""
    return plateau.contexte().aujourdhui().year - 1


def ecart(plateau: Plateau) -> QWidget:
    """Page 1 of a notice says something else than its seal and page 3."""
    foyer_id, annee = _famille(plateau), _revenus(plateau)
    pour = destine(plateau, foyer_id)
    emetteur = emetteur_exemple(plateau.dossier_fichiers, plateau.contexte("Administration"))
    cachet = emetteur.sceller_avis(pour.nom, annee, REVENU, PARTS, SCELLE_LE)
    contenu = avis(pour, annee, REVENU, PARTS, revenu_p1=RETOUCHE, cachet=cachet)
    return _station(plateau, _deposer(plateau, foyer_id, "avis_1", "avis d’impôt.pdf", contenu))


def propre(plateau: Plateau) -> QWidget:
    """A CAF statement of this month: the quotient may go to the tariff."""
    foyer_id = _famille(plateau)
    jour = plateau.contexte().aujourdhui() - timedelta(days=10)
    contenu = attestation_caf(destine(plateau, foyer_id), jour, QUOTIENT)
    return _station(plateau, _deposer(plateau, foyer_id, "caf", "attestation CAF.pdf", contenu))


def refus(plateau: Plateau) -> QWidget:
    """Why a notice that contradicts itself is refused: two motives ticked, and what the letter will say."""
    fenetre = ecart(plateau)
    (station,) = fenetre.findChildren(StationVerification)
    cliquer(station.panneau.refuser)
    plateau.calme("les motifs ne s’affichent pas")
    demande = plateau.trouver(DemandeRefus)
    for case in demande.choix.cases[:2]:
        cliquer(case)
    return demande


def a_lire(plateau: Plateau) -> QWidget:
    """A scan without a word: the person reads it in the checklist."""
    return _station(plateau, _deposer(plateau, _famille(plateau), "caf", "scan 0012.pdf", sans_texte()))
