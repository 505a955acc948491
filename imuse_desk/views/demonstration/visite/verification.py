"""The station in the visit: two papers dropped, the one that contradicts itself refused, the other accepted."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from imuse_desk.domain.reinscription import EtatPiece, Exigence
from imuse_desk.domain.roles import Role
from imuse_desk.services.demonstration.cachets import Emetteur
from imuse_desk.services.demonstration.papiers_famille import Destine, attestation_caf, avis
from imuse_desk.services.lectures.familles import ouvrir_famille
from imuse_desk.services.lectures.liste_familles import lire_lignes_familles, lister_familles
from imuse_desk.services.lectures.reinscription import PieceLigne, lire_dossier
from imuse_desk.views.demonstration.scene import SceneImpossible, attendre, cliquer, lacher_fichier, touche
from imuse_desk.views.demonstration.scenes_confiance import emetteur_exemple
from imuse_desk.views.demonstration.visite.recit import Etapes, Recit
from imuse_desk.views.navigation import Onglet
from imuse_desk.views.reinscription.pieces import RangeePiece
from imuse_desk.views.verification.refus import DemandeRefus
from imuse_desk.views.verification.station import StationVerification

AUTRE_RECIT = "valmont"
REVENU, RETOUCHE, PARTS, QUOTIENT = 34_512, 14_512, 300, 958
LECTURE_S = 60.0


class Verification(Recit):
    """Keys alone in the station; done means so in the base."""

    def etapes(self) -> Etapes:
        """Drop the papers, see the difference, refuse, carry the quotient, accept."""
        return (
            ("connexion-verification", self.se_connecter),
            ("bureau-verification", self.entrer),
            ("pieces-deposees", self.deposer),
            ("station-ecart", self.ouvrir_station),
            ("station-refus", self.refuser),
            ("station-tarif", self.reporter),
            ("station-acceptee", self.accepter),
        )

    def se_connecter(self) -> QWidget:
        """The secretary sits down."""
        return self.ouvrir_la_porte("a.martin", "demo-imuse-2026")

    @property
    def station(self) -> StationVerification:
        """The station of the main window."""
        station = self.principale.findChild(StationVerification)
        if station is None:
            raise SceneImpossible("la station de vérification manque")
        return station

    def _pieces(self) -> dict[str, PieceLigne]:
        dossier = lire_dossier(self.principale.contexte, self._foyer_id)
        return {piece.code: piece for piece in dossier.pieces}

    def _choisir_famille(self) -> int:
        """A family that owes a notice and a CAF statement, and brought neither."""
        ctx = self.principale.contexte
        for ligne in lire_lignes_familles(ctx, lister_familles(ctx).ids[:80]):
            if ligne.est_autre_site or AUTRE_RECIT in ligne.nom.casefold() or not ligne.enfants:
                continue
            self._foyer_id = ligne.id
            siennes = [p for code, p in self._pieces().items() if code in ("avis_1", "caf")]
            if all(p.exigence is not Exigence.SANS_OBJET and not p.fichiers for p in siennes):
                return ligne.id
        raise SceneImpossible("aucune famille ne doit d’avis d’imposition")

    def deposer(self) -> QWidget:
        """Drop a notice and a CAF statement on their rows."""
        foyer_id = self._choisir_famille()
        self.principale.bus.ouvrir("foyer", foyer_id)
        self.calme("la famille ne s’ouvre pas")
        self.principale.aller(Onglet.REINSCRIPTION)
        self.calme("la réinscription ne s’affiche pas")
        saisie = ouvrir_famille(self.principale.contexte, foyer_id).saisie
        adulte = saisie.adultes[0]
        voie = f"{saisie.numero} {saisie.voie}".strip()
        destine = Destine(f"{adulte.nom} {adulte.prenom}", voie, f"{saisie.cp} {saisie.ville}")
        jour: date = self.principale.contexte.aujourdhui()
        cachet = self._emetteur().sceller_avis(destine.nom, jour.year - 1, REVENU, PARTS, jour - timedelta(days=60))
        papiers = {
            "avis_1": avis(destine, jour.year - 1, REVENU, PARTS, revenu_p1=RETOUCHE, cachet=cachet),
            "caf": attestation_caf(destine, jour - timedelta(days=10), QUOTIENT),
        }
        for code, contenu in papiers.items():
            chemin: Path = self.donnees / f"{code}.pdf"
            chemin.write_bytes(contenu)
            lacher_fichier(self._rangee(code), [chemin])
            self.calme("la pièce ne s’importe pas")
        return self.principale

    def _emetteur(self) -> Emetteur:
        """An example of those who seal, whom the administrator imported before the visit."""
        ctx = self.principale.contexte
        administration = {ctx.site_id: frozenset({Role.ADMINISTRATION})}
        return emetteur_exemple(self.donnees, replace(ctx, roles=administration))

    def _rangee(self, code: str) -> RangeePiece:
        nom = self._pieces()[code].libelle
        for rangee in self.onglet.pieces.rangees:
            if rangee.piece is not None and rangee.piece.nom.startswith(nom) and not rangee.isHidden():
                return rangee
        raise SceneImpossible(f"la ligne {nom} manque")

    def ouvrir_station(self) -> QWidget:
        """The row of the notice leads to the station, at this piece."""
        cliquer(self._rangee("avis_1").lignes_fichier[0].verifier)
        attendre(
            lambda: self.station.piece is not None and self.station.piece.est_lue, "la pièce ne se lit pas", LECTURE_S
        )
        attendre(self.station.vue.feuille.isVisible, "le document ne s’affiche pas")
        self.calme("les vignettes ne viennent pas")
        return self.principale

    def refuser(self) -> QWidget:
        """R, then the motive by its number."""
        touche(self.station.panneau.liste, Qt.Key.Key_R)
        demande = self.fenetre(DemandeRefus, "les motifs ne viennent pas")
        demande.choix.cases[-1].setFocus()
        touche(demande.choix.cases[-1], Qt.Key.Key_4)
        attendre(lambda: bool(demande.choix.valeur()), "le motif ne se coche pas")
        return demande

    def reporter(self) -> QWidget:
        """Enter refuses; the CAF statement of the same family, then T carries its quotient to the tariff."""
        touche(self.fenetre(DemandeRefus, "les motifs ont disparu").confirmer, Qt.Key.Key_Return)
        self.calme("le refus ne s’écrit pas")
        self.revenir()
        caf = self._pieces()["caf"].fichiers[0].piece_id
        self.principale.bus.ouvrir("piece", caf)
        attendre(
            lambda: self.station.piece is not None and self.station.piece.id == caf, "la pièce ne vient pas", LECTURE_S
        )
        attendre(
            lambda: self.station.piece is not None and self.station.piece.est_lue, "la pièce ne se lit pas", LECTURE_S
        )
        self.calme("la pièce ne s’affiche pas")
        touche(self.station.panneau.liste, Qt.Key.Key_T)
        self.calme("le quotient ne se reporte pas")
        return self.principale

    def accepter(self) -> QWidget:
        """V: the next one comes at once."""
        touche(self.station.panneau.liste, Qt.Key.Key_V)
        self.calme("la pièce ne s’accepte pas")
        return self.principale

    def verifier(self) -> None:
        """One refused, one accepted."""
        self.principale.quitter_station()
        pieces = self._pieces()
        etats = [pieces[code].fichiers[0].etat for code in ("avis_1", "caf")]
        if etats != [EtatPiece.REFUSEE, EtatPiece.ACCEPTEE]:
            raise SceneImpossible(f"les pièces sont {etats}")
