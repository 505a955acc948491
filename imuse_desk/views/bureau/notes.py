"""The notepad of a card: write, correct, pin, put away; what is being typed is kept as a draft."""

from dataclasses import asdict, replace
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from imuse_desk.domain.erreurs import Conflit
from imuse_desk.domain.roles import Permission
from imuse_desk.services.brouillons import BrouillonVu, garder_brouillon, jeter_brouillon, lire_brouillon
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.lectures.bureau import NoteVue
from imuse_desk.services.notes import TEXTE_MAX, EcrireNote, GenreSujet, SaisieNote, archiver_note, ecrire_note
from imuse_desk.views.bureau.mots import GENRES, entete_note, visibilites
from imuse_desk.views.common.annulation import dire_annulable
from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.barre_actions import rangee_actions
from imuse_desk.views.common.boutons import discret, icone_seule, secondaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, ListeChoix, ZoneTexte
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.onglet_dossier import PAUSE_BROUILLON_MS
from imuse_desk.views.common.raccourcis import toucher
from imuse_desk.views.common.textes import texte

NEUVE = asdict(SaisieNote(""))


class LigneNote(QFrame):
    """A note: its text, who wrote it and when, its acts; ``modifiee``, ``epinglee`` and ``archivee`` carry it."""

    modifiee = Signal(object)
    epinglee = Signal(object)
    archivee = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contenu")
        self.note: NoteVue | None = None
        self._icone, self._pin = QLabel(), QLabel()
        self.mots = texte(replie=True)
        self.mots.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._entete = texte(role="second", replie=True)
        self.epingler = icone_seule("push-pin", "Épingler la note")
        self.modifier = icone_seule("pencil-simple", "Modifier la note")
        self.archiver = icone_seule("archive", "Archiver la note")
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(0, 6, 0, 6)
        rangee.setSpacing(8)
        haut = Qt.AlignmentFlag.AlignTop
        rangee.addWidget(self._icone, 0, haut)
        colonne = QVBoxLayout()
        colonne.setSpacing(2)
        colonne.addWidget(self.mots)
        colonne.addWidget(self._entete)
        rangee.addLayout(colonne, 1)
        rangee.addWidget(self._pin, 0, haut)
        for bouton in (self.epingler, self.modifier, self.archiver):
            rangee.addWidget(bouton, 0, haut)
        self.epingler.clicked.connect(self._epingler)
        self.modifier.clicked.connect(self._modifier)
        self.archiver.clicked.connect(self._archiver)
        poser_icone(self._pin, "push-pin", "accent", 16)

    def montrer(self, note: NoteVue, fuseau: ZoneInfo) -> None:
        """Bind a note."""
        self.note = note
        poser_icone(self._icone, GENRES[note.genre][1], "text2", 16)
        self.mots.setText(note.texte)
        self._entete.setText(entete_note(note, fuseau))
        self._pin.setVisible(note.est_epinglee)
        self._pin.setToolTip("Épinglée\u00a0: montrée à l’ouverture de la fiche")
        verbe = "Détacher la note" if note.est_epinglee else "Épingler la note"
        self.epingler.setToolTip(verbe)
        for bouton, mots in ((self.epingler, verbe), (self.modifier, "Modifier"), (self.archiver, "Archiver")):
            bouton.setAccessibleName(f"{mots}\u00a0: {note.texte[:40]}")
            bouton.setVisible(note.est_modifiable)

    @Slot()
    def _epingler(self) -> None:
        self.epinglee.emit(self.note)

    @Slot()
    def _modifier(self) -> None:
        self.modifiee.emit(self.note)

    @Slot()
    def _archiver(self) -> None:
        self.archivee.emit(self.note)


class CarteNotes(Carte):
    """``entrer(ctx)``, ``ouvrir(ident)``, ``montrer(notes)``; ``garder_maintenant()`` keeps a draft."""

    def __init__(self, executant: Executant, bus: Bus, sujet: GenreSujet, parent: QWidget | None = None) -> None:
        super().__init__("Bloc-notes", parent)
        self._executant, self._bus, self._sujet = executant, bus, sujet
        self._ctx: Contexte | None = None
        self._ident: int | None = None
        self._corrigee: tuple[int, int] | None = None  # id and version of the note being corrected
        self._conflit: Conflit | None = None
        self.form = Formulaire(self)
        self.refus = Bandeau("warn")
        self.refus.hide()
        self.noter = secondaire("Noter", "check")
        self.noter.setToolTip("Écrire cette note (Ctrl+Entrée)")
        self.renoncer = discret("Renoncer")
        self.vide = texte("Rien n’a encore été noté.", "second", replie=True)
        self.saisie = QWidget()
        self.lignes: list[LigneNote] = []
        self._liste = QVBoxLayout()
        self._liste.setSpacing(0)
        self._composer()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_BROUILLON_MS)
        self._pause.timeout.connect(self.garder_maintenant)
        self.form.modifie.connect(self._saisie_modifiee)
        self.noter.clicked.connect(self._noter)
        self.renoncer.clicked.connect(self._renoncer)
        self.refus.suivi.connect(self._trancher)
        for touches in ("Ctrl+Return", "Ctrl+Enter"):
            toucher(touches, "Écrire la note", self.saisie, self._noter)

    def _composer(self) -> None:
        self.saisie.setObjectName("contenu")
        colonne = QVBoxLayout(self.saisie)
        colonne.setContentsMargins(0, 0, 0, 4)
        colonne.setSpacing(8)
        colonne.addWidget(self.form.bandeau)
        colonne.addWidget(self.form.colonne())
        self.form.champ("texte", "Nouvelle note", ZoneTexte(3, TEXTE_MAX), obligatoire=True)
        self.genre = ListeChoix([(cle, mots) for cle, (mots, _) in GENRES.items()])
        self.visibilite = ListeChoix()
        self.form.champ("genre", "Genre", self.genre)
        self.form.champ("visibilite", "Lecteurs", self.visibilite)
        self.form.champ("est_epinglee", "", CaseACocher("Épingler en haut de la fiche"))
        colonne.addLayout(rangee_actions(None, self.renoncer, self.noter))
        self.ajouter(self.refus)
        self.ajouter(self.saisie)
        self.ajouter(self.vide)
        self.ajouter(self._liste)
        self.corps.addStretch(1)

    # ---- the card shown

    def entrer(self, ctx: Contexte) -> None:
        """Another person, site or year."""
        self.garder_maintenant()
        self._ctx, self._ident = ctx, None
        self.visibilite.poser_choix(visibilites(ctx))
        self.saisie.setVisible(ctx.peut(Permission.MODIFIER_FAMILLE))
        self._vider()

    def ouvrir(self, ident: int | None) -> None:
        """Another card: what was typed on the one before is kept, what was kept for this one comes back."""
        if ident == self._ident:
            return
        self.garder_maintenant()
        self._ident = ident
        self._vider()
        self.montrer(())
        if ident is not None and self._ctx is not None and self._ctx.peut(Permission.MODIFIER_FAMILLE):
            lire = partial(lire_brouillon, self._ctx, self._ecran, str(ident))
            self._executant.lire(lire, self._brouillon_lu, cle="brouillon")

    def montrer(self, notes: tuple[NoteVue, ...]) -> None:
        """Bind the notes, the pinned ones first."""
        fuseau = ZoneInfo(self._ctx.fuseau if self._ctx else "Europe/Paris")
        while len(self.lignes) < len(notes):
            ligne = LigneNote()
            ligne.modifiee.connect(self._corriger)
            ligne.epinglee.connect(self._epingler)
            ligne.archivee.connect(self._archiver)
            self._liste.addWidget(ligne)
            self.lignes.append(ligne)
        for rang, ligne in enumerate(self.lignes):
            est_la = rang < len(notes)
            ligne.setVisible(est_la)
            if est_la:
                ligne.montrer(notes[rang], fuseau)
        self.vide.setVisible(not notes)

    # ---- typing, drafts

    @property
    def _ecran(self) -> str:
        return f"note_{self._sujet}"

    def _vider(self) -> None:
        self._pause.stop()
        self._corrigee = self._conflit = None
        self.form.poser(NEUVE)
        self.refus.hide()
        self._dire_verbe()

    def _dire_verbe(self) -> None:
        self.noter.setText("Noter" if self._corrigee is None else "Corriger la note")
        self.renoncer.setVisible(self.form.est_modifie() or self._corrigee is not None)

    @Slot()
    def _saisie_modifiee(self) -> None:
        self._pause.start()
        self._dire_verbe()

    @Slot()
    def garder_maintenant(self) -> None:
        """Keep what is being typed, without waiting for the pause."""
        if self._pause.isActive() and self._ctx is not None and self._ident is not None:
            self._pause.stop()
            contenu = {"saisie": self.form.brut(), "note": self._corrigee}
            garder = partial(garder_brouillon, self._ctx, self._ecran, str(self._ident), contenu)
            self._executant.ecrire(garder, self._brouillon_traite)

    def _jeter(self) -> None:
        self._pause.stop()
        if self._ctx is not None:
            jeter = partial(jeter_brouillon, self._ctx, self._ecran, str(self._ident))
            self._executant.ecrire(jeter, self._brouillon_traite)

    @Slot(object)
    def _brouillon_traite(self, _rien: object) -> None:
        """Kept or dropped: nothing to show."""

    @Slot(object)
    def _brouillon_lu(self, brouillon: BrouillonVu | None) -> None:
        """What the person typed meanwhile stays."""
        if brouillon is None or brouillon.objet != str(self._ident) or self.form.est_modifie():
            return
        corrigee = brouillon.contenu["note"]
        self._corrigee = (corrigee[0], corrigee[1]) if corrigee else None
        self.form.poser_brut(brouillon.contenu["saisie"])
        self._dire_verbe()

    @Slot()
    def _renoncer(self) -> None:
        self._vider()
        self._jeter()

    # ---- acts

    @Slot()
    def _noter(self) -> None:
        valeurs = self.form.valider()
        if valeurs is not None:
            self._ecrire(SaisieNote(**valeurs), self._corrigee, self._notee)

    def _ecrire(self, saisie: SaisieNote, note: tuple[int, int] | None, fini: Any) -> None:
        if self._ctx is None or self._ident is None:
            return
        self.noter.setEnabled(False)
        self.refus.hide()
        note_id, version = note or (None, 0)
        commande = EcrireNote(self._sujet, self._ident, saisie, note_id, version)
        self._executant.ecrire(partial(ecrire_note, self._ctx, commande), fini, self._refusee)

    @Slot(object)
    def _notee(self, fait: Fait[int]) -> None:
        self.noter.setEnabled(True)
        mots = "Note corrigée" if self._corrigee is not None else "Note écrite"
        self._vider()
        self._jeter()
        self.form.viser_premier()
        self._bus.publier(fait.changements)
        self._bus.dire(mots)

    @Slot(object)
    def _refusee(self, erreur: Exception) -> None:
        self.noter.setEnabled(True)
        if isinstance(erreur, Conflit) and self._corrigee is not None:
            self._conflit = erreur
            leur = erreur.champs["texte"][1]
            phrase = f"{erreur.auteur} a corrigé cette note entre-temps\u00a0: «\u00a0{leur}\u00a0»"
            self.refus.montrer("warn", phrase, [("mienne", "Garder la mienne"), ("leur", "Prendre la sienne")])
            self.refus.show()
        else:
            self.form.refuser(erreur, self.refus)

    @Slot(str)
    def _trancher(self, cote: str) -> None:
        """Both versions stand on the screen: the person says which holds."""
        conflit, corrigee = self._conflit, self._corrigee
        if conflit is None or corrigee is None:
            return
        self._corrigee, self._conflit = (corrigee[0], conflit.version), None
        if cote == "leur":
            self._renoncer()
        else:
            self._noter()

    @Slot(object)
    def _corriger(self, note: NoteVue) -> None:
        """Take a note into the form; what was being typed is a note begun, kept first."""
        if self.form.est_modifie() and self._corrigee is None:
            self.refus.montrer("info", "Écrivez d’abord la note commencée, ou renoncez-y.")
            self.refus.show()
            self.form.viser("texte")
            return
        self._corrigee = (note.id, note.version)
        self.form.poser(asdict(_saisie(note)))
        self._dire_verbe()
        self.form.viser("texte")

    @Slot(object)
    def _epingler(self, note: NoteVue) -> None:
        saisie = replace(_saisie(note), est_epinglee=not note.est_epinglee)
        self._ecrire(saisie, (note.id, note.version), self._epinglee)

    @Slot(object)
    def _epinglee(self, fait: Fait[int]) -> None:
        self.noter.setEnabled(True)
        self._bus.publier(fait.changements)
        self._bus.dire("Éléments modifiés")

    @Slot(object)
    def _archiver(self, note: NoteVue) -> None:
        if self._ctx is not None:
            self._executant.ecrire(partial(archiver_note, self._ctx, note.id), self._archivee, self._refusee)

    @Slot(object)
    def _archivee(self, fait: Fait[int]) -> None:
        if self._ctx is not None:
            dire_annulable(self._executant, self._bus, self._ctx, fait, "Note archivée")


def _saisie(note: NoteVue) -> SaisieNote:
    return SaisieNote(note.texte, note.genre, note.est_epinglee, note.visibilite)
