"""The guided visit: the main job played in the real window by keys and clicks, a picture a step.

A family is found, its two children re-enrolled, its papers imported, looked at and accepted, the quotient noted, the
declaration accepted, the dossier deposited and validated. Done means *Validée* in the base.
"""

from datetime import UTC, datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from imuse_desk.domain.reinscription import DEPOSES, EtatDossier
from imuse_desk.services.demonstration.specimens import contenu_specimen
from imuse_desk.services.lectures.reinscription import lire_dossier
from imuse_desk.services.reinscription.accuse import lire_papier
from imuse_desk.views.common.papier import FenetrePapier
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, lacher_fichier, taper, touche
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.reinscription.fenetre_piece import FenetrePiece

FAMILLE = "valmont"
QUOTIENT = "2 145,30"
PREMIER_NUMERO = 9_000_000


class Reinscription(Recit):
    """From the search box to *Validée*, signed in; done means so in the base."""

    def etapes(self) -> Etapes:
        """Find, re-enrol both children, deposit, validate."""
        return (
            ("recherche", self.chercher),
            ("famille", self.ouvrir_famille),
            ("reinscription", self.ouvrir_reinscription),
            ("premier-enfant", self.reinscrire_premier),
            ("second-enfant", self.reinscrire_second),
            ("pieces", self.importer_pieces),
            ("consultation", self.consulter_piece),
            ("pieces-acceptees", self.accepter_pieces),
            ("quotient", self.relever_quotient),
            ("prix", self.expliquer_prix),
            ("declaration", self.declarer),
            ("depot", self.deposer),
            ("accuse", self.ouvrir_accuse),
            ("validee", self.valider),
        )

    # ---- the family

    def chercher(self) -> QWidget:
        """Ctrl+K and the first letters."""
        fenetre = self.revenir()
        touche(fenetre, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        attendre(fenetre.recherche.champ.hasFocus, "Ctrl+K ne donne pas la recherche")
        taper(fenetre.recherche.champ, FAMILLE[:5])
        attendre(fenetre.recherche.resultats.isVisible, "la recherche ne répond pas")
        return fenetre

    def ouvrir_famille(self) -> QWidget:
        """Enter opens the first result."""
        touche(self.principale.recherche.champ, Qt.Key.Key_Return)
        attendre(lambda: self.onglet.dossier is not None, "la famille ne s’ouvre pas")
        self.calme("la famille ne s’affiche pas")
        return self.principale

    def ouvrir_reinscription(self) -> QWidget:
        """Ctrl+3."""
        touche(self.principale, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
        attendre(lambda: self.principale.pile.currentWidget() is self.onglet, "Ctrl+3 ne change pas d’onglet")
        self.calme("la réinscription ne s’affiche pas")
        return self.principale

    def reinscrire_premier(self) -> QWidget:
        """Tick every course of the eldest, choose the times."""
        self.tout_demander()
        return self.principale

    def reinscrire_second(self) -> QWidget:
        """Next child by the arrow."""
        cliquer(self.onglet.suivant)
        attendre(lambda: self.onglet.enfant is not None and self.onglet.enfant.n == 2, "le second enfant ne vient pas")
        self.tout_demander()
        return self.principale

    # ---- papers and price

    def importer_pieces(self) -> QWidget:
        """Drop the family's files on the rows."""
        codes = {p.type_id: p.code for p in self.onglet.dossier.pieces} if self.onglet.dossier else {}
        for numero, rangee in enumerate(self.onglet.pieces.rangees):
            piece = rangee.piece
            if piece is None or piece.etat != "À fournir" or rangee.isHidden():
                continue
            chemin = self.donnees / f"{codes[piece.type_id]}.pdf"
            chemin.write_bytes(contenu_specimen(codes[piece.type_id], PREMIER_NUMERO + numero))
            lacher_fichier(rangee, [chemin])
            self.calme(f"«\u00a0{piece.nom}\u00a0» ne s’importe pas")
        if any(p.etat == "À fournir" for r in self.onglet.pieces.rangees if (p := r.piece) and not r.isHidden()):
            raise SceneImpossible(f"des pièces manquent encore\u00a0: {self.onglet.bandeau.phrase}")
        return self.principale

    def consulter_piece(self) -> QWidget:
        """Look at the first file in the window."""
        return self._consulter()

    def _consulter(self) -> FenetrePiece:
        for rangee in self.onglet.pieces.rangees:
            fichiers = rangee.piece.fichiers if rangee.piece and not rangee.isHidden() else ()
            restante = next((f for f in fichiers if not f.est_acceptee), None)
            if restante is not None:
                self.onglet.consulter(restante)
                fenetre = next(
                    w for w in QApplication.topLevelWidgets() if isinstance(w, FenetrePiece) and w.isVisible()
                )
                attendre(fenetre.vue.feuille.isVisible, "le document ne s’affiche pas")
                return fenetre
        raise SceneImpossible("aucune pièce à consulter")

    def accepter_pieces(self) -> QWidget:
        """Accept each file after having looked at it."""
        fenetre: FenetrePiece | None = next(
            (w for w in QApplication.topLevelWidgets() if isinstance(w, FenetrePiece) and w.isVisible()), None
        )
        while fenetre is not None:
            cliquer(fenetre.accepter)
            self.calme("la pièce ne s’accepte pas")
            reste = any(
                not f.est_acceptee
                for r in self.onglet.pieces.rangees
                if r.piece and not r.isHidden()
                for f in r.piece.fichiers
            )
            fenetre = self._consulter() if reste else None
        return self.principale

    def relever_quotient(self) -> QWidget:
        """Note the quotient printed on the CAF's paper."""
        self.onglet.menu_quotient.actions()[0].trigger()
        demande = self.onglet.gestes.demande
        if demande is None:
            raise SceneImpossible("le quotient ne se saisit pas")
        self.remplir(demande.formulaire, quotient=QUOTIENT, date=f"{datetime.now(UTC):%d/%m/%Y}")
        self.album.photographier(demande, "saisie-quotient")
        touche(demande, Qt.Key.Key_Return)
        attendre(lambda: self.onglet.gestes.demande is None, "le quotient est refusé")
        self.calme("le prix ne se recalcule pas")
        return self.principale

    def expliquer_prix(self) -> QWidget:
        """Unfold "Pourquoi ce montant ?"."""
        cliquer(self.onglet.prix.pourquoi)
        return self.principale

    # ---- deposit

    def declarer(self) -> QWidget:
        """The mother accepts the declaration at the counter."""
        case = self.onglet.declaration.case
        case.setFocus()
        touche(case, Qt.Key.Key_Space)
        attendre(lambda: self.onglet.declaration.acceptation() is not None, "la déclaration ne s’accepte pas")
        return self.principale

    def deposer(self) -> QWidget:
        """Valider."""
        cliquer(self.onglet.valider)
        self.calme("le dépôt ne finit pas")
        dossier = self.onglet.dossier
        if dossier is None or any(e.etat not in DEPOSES for e in dossier.enfants):
            raise SceneImpossible(
                f"le dépôt est refusé\u00a0: {self.onglet.bandeau.phrase} {self.onglet.manque.text()}"
            )
        return self.principale

    def ouvrir_accuse(self) -> QWidget:
        """Open the accusé, and keep its PDF beside the pictures."""
        cliquer(self.onglet.accuse)
        self.calme("l’accusé ne s’ouvre pas")
        fenetre = next(
            (w for w in QApplication.topLevelWidgets() if isinstance(w, FenetrePapier) and w.isVisible()), None
        )
        dossier = self.onglet.dossier
        if fenetre is None or dossier is None or dossier.accuse_id is None:
            raise SceneImpossible("l’accusé ne s’ouvre pas")
        attendre(fenetre.vue.feuille.isVisible, "l’accusé ne s’affiche pas")
        nom, octets = lire_papier(self.onglet.contexte, dossier.accuse_id)
        (self.album.repertoire / nom).write_bytes(octets)
        return fenetre

    def valider(self) -> QWidget:
        """The administration validates."""
        for fenetre in QApplication.topLevelWidgets():
            if isinstance(fenetre, FenetrePapier):
                fenetre.close()
        cliquer(self.onglet.administrer)
        self.calme("la validation ne finit pas")
        return self.principale

    def verifier(self) -> None:
        """What the base says, not the screen."""
        dossier = self.onglet.dossier
        if dossier is None:
            raise SceneImpossible("le dossier n’est plus ouvert")
        relu = lire_dossier(self.onglet.contexte, foyer_id=dossier.foyer_id)
        etats = {e.prenom: e.etat for e in relu.enfants}
        if set(etats.values()) != {EtatDossier.VALIDEE}:
            dits = ", ".join(f"{prenom} {etat.libelle}" for prenom, etat in etats.items())
            raise SceneImpossible(f"le dossier n’est pas validé\u00a0: {dits}")
