"""Scenes of the family's money: ledgers, counter entry, corrections, and the papers of real pieces.

The demonstration has no piece: they are issued and paid here, through the services.
"""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget

from imuse_desk.domain.pieces import GenreReglement, Nature
from imuse_desk.domain.reinscription import EtatDossier
from imuse_desk.services.facturation.compte_famille import CompteFamille, lire_compte
from imuse_desk.services.facturation.encaissement import Encaisser, Titre, encaisser
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.reductions import Accorder, accorder
from imuse_desk.services.facturation.registre_famille import LigneRegistre
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration.plateau import Plateau
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, taper
from imuse_desk.views.demonstration.scenes_dossiers import allonger_noms
from imuse_desk.views.facturation.corrections import DemandeAvoir, DemandeOppose
from imuse_desk.views.facturation.onglet import OngletFacturation
from imuse_desk.views.facturation.reductions import DemandeReduction
from imuse_desk.views.main_window import FenetrePrincipale
from imuse_desk.views.navigation import Onglet

REGISSEUR = "Régisseur"
DIRECTION = "Direction"


def _facturee(plateau: Plateau, enfants: int = 1) -> CompteFamille:
    """A family that was billed and never paid; the whole site is called the first time."""
    ctx = plateau.contexte(REGISSEUR)
    appel = Appel(ctx.site_id, ctx.annee_id, Nature.COTISATIONS)
    apercu = apercu_lot(ctx, appel)
    if apercu.a_emettre:
        poursuivre_lot(ctx, ouvrir_lot(ctx, apercu).resultat)
    for ligne in plateau.familles():
        if len(ligne.enfants) < enfants or ligne.est_autre_site:
            continue
        compte = lire_compte(ctx, ligne.id)
        if compte.ouvertes and compte.a_payer_centimes == compte.ouvertes[0].total_centimes:
            return compte
    raise SceneImpossible("aucune famille n’est facturée")


def _payer(plateau: Plateau, compte: CompteFamille, mode: str, *titres: Titre, reference: str = "") -> int:
    mode_id = next(m.mode_id for m in compte.modes if m.libelle == mode)
    demande = Encaisser(
        compte.foyer_id, mode_id, titres, compte.annee_id, Nature.COTISATIONS, reference=reference
    )  # fmt: skip
    return encaisser(plateau.contexte(REGISSEUR), demande).resultat


def _payee_en_partie(plateau: Plateau, enfants: int = 2) -> CompteFamille:
    """A part online, a part by cheque."""
    compte = _facturee(plateau, enfants)
    tiers = compte.a_payer_centimes // 3
    _payer(plateau, compte, "Paiement en ligne", Titre(tiers), reference="000003")
    _payer(plateau, compte, "Chèque", Titre(tiers, "Banque de l’Ouest", "Camille Valmont", "0004512"))
    return lire_compte(plateau.contexte(REGISSEUR), compte.foyer_id)


def _ouvrir(plateau: Plateau, foyer_id: int, role: str = REGISSEUR) -> tuple[FenetrePrincipale, OngletFacturation]:
    fenetre = plateau.ouvrir("foyer", foyer_id, Onglet.FACTURATION, plateau.contexte(role))
    onglet = plateau.onglet(Onglet.FACTURATION, OngletFacturation)
    attendre(lambda: bool(onglet.listes[0].registres), "le registre ne s’affiche pas")
    return fenetre, onglet


def reductions(plateau: Plateau) -> QWidget:
    """What the direction granted to a family, and the form to grant more."""
    foyer_id, ctx = plateau.famille(EtatDossier.VALIDEE), plateau.contexte(DIRECTION)
    accorder(ctx, Accorder(foyer_id, ctx.annee_id, None, "pourcent", "50", "200", "Commission sociale du 20 novembre"))
    fenetre = plateau.ouvrir("foyer", foyer_id, Onglet.FACTURATION, ctx)
    onglet = plateau.onglet(Onglet.FACTURATION, OngletFacturation)
    cliquer(onglet.reductions)
    attendre(lambda: bool(fenetre.findChildren(DemandeReduction)), "la demande ne s’ouvre pas")
    demande: DemandeReduction = fenetre.findChildren(DemandeReduction)[-1]
    return demande


def registre(plateau: Plateau) -> QWidget:
    """A year billed, paid in part, one row chosen."""
    fenetre, onglet = _ouvrir(plateau, _payee_en_partie(plateau).foyer_id)
    table = onglet.listes[0].registres[0].table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    return fenetre


def _cheque(plateau: Plateau, onglet: OngletFacturation, numero: str) -> None:
    """Type a cheque, as at the counter."""
    caisse = onglet.encaissement
    onglet.saisir_encaissement()
    caisse.champs.mode.setFocus()
    QTest.keyClicks(caisse.champs.mode, "ch")
    for cle, mots in (("banque", "Banque du Val"), ("numero", numero)):
        champ = caisse.formulaire.widget(cle)
        if isinstance(champ, QLineEdit):
            champ.clear()
        taper(champ, mots)
    plateau.calme("la saisie ne répond pas")


def encaisser_cheque(plateau: Plateau) -> QWidget:
    """A cheque about to be recorded."""
    fenetre, onglet = _ouvrir(plateau, _payee_en_partie(plateau).foyer_id)
    _cheque(plateau, onglet, "0004733")
    return fenetre


def encaisser_especes(plateau: Plateau) -> QWidget:
    """Cash, the change to give back, an advance."""
    compte = _facturee(plateau)
    fenetre, onglet = _ouvrir(plateau, compte.foyer_id)
    onglet.saisir_encaissement()
    champs = onglet.encaissement.champs
    champs.montant.clear()
    taper(champs.montant, str(compte.a_payer_centimes // 100 + 40))
    taper(champs.recu, str(compte.a_payer_centimes // 100 + 60))
    return fenetre


def encaisser_erreurs(plateau: Plateau) -> QWidget:
    """Several cheques of a family with long names; the last one lacks its number."""
    compte = _facturee(plateau, 2)
    allonger_noms(plateau, compte.foyer_id)
    fenetre, onglet = _ouvrir(plateau, compte.foyer_id)
    caisse = onglet.encaissement
    for numero in ("0004733", "0004734"):
        onglet.saisir_encaissement()
        caisse.champs.montant.clear()
        taper(caisse.champs.montant, "100")
        _cheque(plateau, onglet, numero)
        cliquer(caisse.champs.ajouter)
    caisse.envoyer()
    return fenetre


def registre_sans_caisse(plateau: Plateau) -> QWidget:
    """The same for a secretary, who does not cash."""
    return _ouvrir(plateau, _payee_en_partie(plateau, 1).foyer_id, "Secrétariat")[0]


def registre_soldee(plateau: Plateau) -> QWidget:
    """Paid with something over: an advance in their favour."""
    compte = _facturee(plateau)
    _payer(plateau, compte, "Carte bancaire", Titre(compte.a_payer_centimes + 4_000))
    return _ouvrir(plateau, compte.foyer_id)[0]


def registre_noms_longs(plateau: Plateau) -> QWidget:
    """Names that fill their place."""
    compte = _facturee(plateau, 2)
    allonger_noms(plateau, compte.foyer_id)
    return _ouvrir(plateau, compte.foyer_id)[0]


def _ligne(onglet: OngletFacturation, rang: int) -> LigneRegistre:
    return onglet.listes[0].registres[0].bloc.lignes[rang]


def avoir(plateau: Plateau) -> QWidget:
    """A credit note, its effect told before."""
    _, onglet = _ouvrir(plateau, _payee_en_partie(plateau).foyer_id)
    onglet.gestes.agir("avoir", _ligne(onglet, -1))
    return plateau.trouver(DemandeAvoir)


def impaye(plateau: Plateau) -> QWidget:
    """A cheque that came back unpaid."""
    _, onglet = _ouvrir(plateau, _payee_en_partie(plateau).foyer_id)
    onglet.gestes.agir(str(GenreReglement.IMPAYE), _ligne(onglet, 0))
    return plateau.trouver(DemandeOppose)


def _papier(plateau: Plateau, rang: int) -> QWidget:
    _, onglet = _ouvrir(plateau, _payee_en_partie(plateau).foyer_id)
    onglet.gestes.montrer_papier(_ligne(onglet, rang).piece_id)
    fenetre = plateau.trouver(FenetrePapier)
    attendre(fenetre.vue.feuille.isVisible, "le papier ne s’affiche pas")
    plateau.calme("les vignettes ne viennent pas")
    return fenetre


def papier_facture(plateau: Plateau) -> QWidget:
    """The paper of an invoice, from its row."""
    return _papier(plateau, -1)


def papier_recu(plateau: Plateau) -> QWidget:
    """The paper of a receipt, from its row."""
    return _papier(plateau, 0)
