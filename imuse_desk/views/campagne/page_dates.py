"""The dates of the campaign: opened for a year, changed while it lasts."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.services.campagne.dates import (
    CampagneReglee,
    DatesCampagne,
    EnregistrerCampagne,
    annees_a_preparer,
    enregistrer_campagne,
    lire_campagne,
    preparer_annee_suivante,
)
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.views.common.boutons import discret, primaire
from imuse_desk.views.common.bus import Bus
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix
from imuse_desk.views.common.executant import Executant
from imuse_desk.views.common.page_saisie import PageSaisie
from imuse_desk.views.common.textes import texte

CHAMPS_DATES = ("du_le", "au_le", "pieces_jusqu_au", "nouvelles_du", "nouvelles_au")


class PageDates(PageSaisie):
    """``PageDates(executant, bus, ctx)`` then ``relire()``."""

    GENRES = frozenset({"campagne", "annee"})

    def __init__(self, executant: Executant, bus: Bus, ctx: Contexte) -> None:
        super().__init__(executant, bus, ctx)
        self.campagne: CampagneReglee | None = None
        self.annee = ListeChoix()
        self.carte = Carte("Campagne")
        self.etat = texte("", "second", replie=True)
        self.carte.ajouter(self.etat)
        colonnes = QHBoxLayout()
        colonnes.setSpacing(32)
        for composer in (self._reinscription, self._nouvelles):
            colonnes.addWidget(self.formulaire.colonne(), 1)
            composer()
        self.carte.ajouter(colonnes)
        self.preparer = discret("&Préparer l’année suivante", "plus")
        self.enregistrer = primaire("Enregist&rer", "check")
        actions = QHBoxLayout()
        actions.addWidget(self.preparer)
        actions.addStretch(1)
        actions.addWidget(self.abandonner)
        actions.addWidget(self.enregistrer)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(12)
        for contenu in (self.echec, self.formulaire.bandeau, self.carte):
            page.addWidget(contenu)
        page.addLayout(actions)
        page.addStretch(1)
        self.setFocusProxy(self.annee)
        self.preparer.clicked.connect(self._preparer)
        self.suivre_saisie(self.enregistrer)

    def _reinscription(self) -> None:
        form, jour = self.formulaire, self._ctx.aujourdhui
        form.champ("annee_cible_id", "&Année préparée", self.annee, obligatoire=True)
        form.champ("du_le", "&Ouvre le", EditeurDate(jour), obligatoire=True)
        form.champ("au_le", "&Ferme le", EditeurDate(jour), obligatoire=True, aide="Ce jour-là compris.")
        form.champ("pieces_jusqu_au", "Dépôt des p&ièces jusqu’au", EditeurDate(jour), obligatoire=True)

    def _nouvelles(self) -> None:
        form, jour = self.formulaire, self._ctx.aujourdhui
        form.champ(
            "annee_revenus", "Année des re&venus", LigneTexte(4), obligatoire=True,
            aide="Celle que les avis d’imposition demandés portent.",
        )  # fmt: skip
        form.champ(
            "nouvelles_du",
            "&Nouveaux élèves\u00a0: du",
            EditeurDate(jour),
            aide="Vide\u00a0: comme les réinscriptions.",
        )
        form.champ("nouvelles_au", "Nouveaux élèves\u00a0: a&u", EditeurDate(jour))

    # ---- reading

    @Slot()
    def relire(self) -> None:
        """Read the campaign and the years again."""
        self._executant.lire(partial(_lire, self._ctx), self._lue, self._refuse, cle="dates")

    @Slot(object)
    def _lue(self, lue: tuple[CampagneReglee | None, tuple[tuple[int, str], ...]]) -> None:
        self.campagne, annees = lue
        garde = self.formulaire.brut() if self.formulaire.est_modifie() else None
        choix = list(annees)
        if self.campagne is not None:
            choix.insert(0, (self.campagne.annee_cible_id, self.campagne.annee_cible))
        self.annee.poser_choix(choix)
        self.preparer.setVisible(self._peut and not annees)
        self._poser()
        if garde is not None:
            self.formulaire.poser_brut(garde)
        self._actualiser()

    def _poser(self) -> None:
        campagne = self.campagne
        if campagne is None:
            self.etat.setText("Aucune campagne sur ce site\u00a0: choisissez l’année à préparer et les dates.")
            self.formulaire.poser({"annee_revenus": str(self._ctx.aujourdhui().year - 2)})
            return
        close = f" Close le {date_fr(campagne.close_le)}." if campagne.close_le else ""
        self.etat.setText(
            f"Les élèves de {campagne.annee_source} répondent pour {campagne.annee_cible}.{close} "
            "Choisir une autre année ouvre une nouvelle campagne."
        )
        valeurs = {cle: getattr(campagne.dates, cle) for cle in CHAMPS_DATES}
        self.formulaire.poser(
            valeurs | {"annee_cible_id": campagne.annee_cible_id, "annee_revenus": str(campagne.dates.annee_revenus)}
        )

    @Slot()
    def _actualiser(self) -> None:
        nouvelle = self.campagne is None or self.annee.valeur() != self.campagne.annee_cible_id
        self.enregistrer.setText("Ouvrir la &campagne" if nouvelle else "Enregist&rer les dates")
        super()._actualiser()

    # ---- acts

    @Slot()
    def recorder(self) -> None:
        """Open the campaign of another year, or change the dates of this one."""
        valeurs = self.formulaire.valider()
        if valeurs is None:
            return
        revenus = str(valeurs["annee_revenus"]).strip()
        if not revenus.isdecimal() or not 2000 <= int(revenus) <= self._ctx.aujourdhui().year:
            self.formulaire.refuser(
                Invalide("annee_revenus", "entier_hors_bornes", minimum=2000, maximum=self._ctx.aujourdhui().year),
                self.echec,
            )
            return
        dates = DatesCampagne(
            valeurs["du_le"], valeurs["au_le"], valeurs["pieces_jusqu_au"], int(revenus), valeurs["nouvelles_du"],
            valeurs["nouvelles_au"],
        )  # fmt: skip
        campagne = self.campagne
        meme = campagne is not None and valeurs["annee_cible_id"] == campagne.annee_cible_id
        commande = EnregistrerCampagne(
            dates, valeurs["annee_cible_id"], campagne.campagne_id if campagne and meme else None,
            campagne.version if campagne and meme else 0,
        )  # fmt: skip
        self.enregistrer.setEnabled(False)
        self._executant.ecrire(partial(enregistrer_campagne, self._ctx, commande), self._enregistree, self._refuse)

    @Slot(object)
    def _enregistree(self, fait: Fait[dict[str, int]]) -> None:
        self.formulaire.enregistre()
        n = fait.resultat["eleves"]
        self._bus.publier(fait.changements)
        self._bus.dire(f"Campagne ouverte\u00a0: {n} élève{'s' * (n > 1)} à réinscrire" if n else "Dates enregistrées")

    @Slot()
    def _preparer(self) -> None:
        self._executant.ecrire(partial(preparer_annee_suivante, self._ctx), self._preparee, self._refuse)

    @Slot(object)
    def _preparee(self, fait: Fait[int]) -> None:
        self._bus.publier(fait.changements)
        self._bus.dire("Année suivante créée, en préparation")

    @Slot()
    def _abandonner(self) -> None:
        self._poser()
        self._actualiser()


def _lire(ctx: Contexte) -> tuple[CampagneReglee | None, tuple[tuple[int, str], ...]]:
    return lire_campagne(ctx), annees_a_preparer(ctx)
