"""Gallery of every component and state on one page, for looking at the theme after a change."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from imuse_desk.views.common.bandeau import Bandeau
from imuse_desk.views.common.boutons import Bouton, danger, danger_plein, discret, lien, primaire, secondaire
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.icones import poser_icone
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.common.onglets import SousOnglets
from imuse_desk.views.common.puces import Filtres, Puce
from imuse_desk.views.common.textes import MontantTexte, texte
from imuse_desk.views.common.theme import jetons
from imuse_desk.views.common.touche import Touche
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, montant, puce
from imuse_desk.views.tables.cellule import lien as cellule_lien
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

_PUCES: tuple[tuple[tuple[str, Ton, str], ...], ...] = (
    (("Validé", "ok", "check-circle"), ("Présent", "ok", "check-circle"), ("Soldée", "ok", "check-circle")),
    (("À fournir", "warn", "file-dashed"), ("Solde dû 205,00\u00a0€", "warn", "wallet")),
    (("Provisoire", "warn", "hourglass-medium"), ("Retard", "warn", "clock")),
    (("Refusé", "bad", "x-circle"), ("Échoué", "bad", "x-circle"), ("Absent", "bad", "x-circle")),
    (("À vérifier", "info", "hourglass-medium"), ("Excusé", "info", "envelope-simple")),
    (
        ("Brouillon", "neutral", "pencil-simple"),
        ("Résident", "neutral", "map-pin"),
        ("Non concluant", "neutral", "question"),
    ),
)
_COULEURS = (
    *("window", "surface", "sunken", "hover", "border", "field"),
    *("text", "text2", "text3", "accent", "accent_fill", "accent_soft"),
)


class Galerie(QWidget):
    """Three columns of cards: buttons and fields; states, texts and tabs; colours, table, bands and confirmation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle("Composants")
        rangee = QHBoxLayout(self)
        rangee.setContentsMargins(24, 20, 24, 20)
        rangee.setSpacing(16)
        for cartes, etirement in (
            ((_boutons(), self._champs()), 372),
            ((_etats(), _textes(), _onglets()), 427),
            ((_couleurs(), _tableau(), _bandeaux(), _confirmation()), 484),
        ):
            colonne = QVBoxLayout()
            colonne.setSpacing(10)
            for carte in cartes:
                colonne.addWidget(carte)
            colonne.addStretch(1)
            rangee.addLayout(colonne, etirement)

    def _champs(self) -> Carte:
        carte = Carte("Champs")
        self.formulaire = Formulaire(self)
        carte.ajouter(self.formulaire.colonne())
        for libelle in ("Normal", "Focus", "Erreur", "À vérifier", "Lecture seule"):
            self.formulaire.champ(libelle, libelle, LigneTexte())
        self.formulaire.champ("liste", "Liste", ListeChoix([("cheque", "Chèque"), ("especes", "Espèces")]))
        self.formulaire.champ("image", "Cases", CaseACocher("Droit à l’image"))
        self.formulaire.champ("sortie", "", CaseACocher("Autorisation de sortie"))
        self.formulaire.poser(
            {
                "Normal": "Valmont",
                "Focus": "Meudon",
                "Erreur": "31/02/2010",
                "À vérifier": "noe@example",
                "Lecture seule": "10FC00771",
                "liste": "cheque",
                "image": True,
            }
        )
        lecture = self.formulaire.widget("Lecture seule")
        if isinstance(lecture, LigneTexte):
            lecture.lecture_seule(est_lecture=True)
        self.montrer_etats()
        return carte

    def montrer_etats(self) -> None:
        """Put the form in its error and warning states, with the focus on its second field."""
        self.formulaire.montrer_erreurs({"Erreur": "Février 2010 a 28 jours. Corrigez le jour."})
        self.formulaire.montrer_avertissements({"À vérifier": "Pas de point après @."})
        focus = self.formulaire.widget("Focus")
        focus.setFocus()
        if isinstance(focus, QLineEdit):
            focus.end(False)  # noqa: FBT003 - Qt's own signature


def _rangee(*widgets: QWidget) -> QHBoxLayout:
    rangee = QHBoxLayout()
    rangee.setSpacing(8)
    for widget in widgets:
        rangee.addWidget(widget)
    rangee.addStretch(1)
    return rangee


def _boutons() -> Carte:
    carte = Carte("Boutons")
    carte.corps.setContentsMargins(16, 4, 16, 0)
    eteint = primaire("Enregistrer")
    eteint.setEnabled(False)
    indisponible = secondaire("Indisponible")
    indisponible.setEnabled(False)
    carte.ajouter(_rangee(primaire("Enregistrer", "check"), eteint))
    carte.ajouter(_rangee(secondaire("Imprimer", "printer"), secondaire("Focus clavier"), indisponible))
    carte.ajouter(_rangee(danger_plein("Refuser…", "x"), danger("Supprimer…", "trash")))
    carte.ajouter(_rangee(discret("Nouvelle famille", "plus"), lien("Annuler", petit=True)))
    return carte


def _etats() -> Carte:
    carte = Carte("États\u00a0: mot + icône + couleur")
    carte.corps.setContentsMargins(16, 4, 16, 0)
    for rangee in _PUCES:
        carte.ajouter(_rangee(*(Puce(mots, ton, icone) for mots, ton, icone in rangee)))
    return carte


def _textes() -> Carte:
    carte = Carte("Textes")
    carte.corps.setContentsMargins(16, 4, 16, 0)
    carte.corps.setSpacing(4)
    carte.ajouter(texte("Titre de dossier 15 pt", "titre"))
    carte.ajouter(texte("Titre de carte 10,5 pt", "titre_carte"))
    carte.ajouter(texte("Texte courant 10 pt"))
    carte.ajouter(texte("Libellé de champ 10 pt", "libelle"))
    carte.ajouter(texte("Détail, aide, date 9 pt", "aide"))
    carte.ajouter(_rangee(lien("Lien vers une fiche")))
    carte.ajouter(_rangee(*map(MontantTexte, ("1\u202f234,56\u00a0€", "−18,50\u00a0€", "205,00\u00a0€"))))
    return carte


def _onglets() -> Carte:
    carte = Carte("Onglets, filtres, touches")
    carte.corps.setContentsMargins(16, 4, 16, 0)
    carte.ajouter(SousOnglets("Fiche", ["Identité", "Cotisations", "Élèves  2"]))
    carte.ajouter(Filtres([("toutes", "Toutes"), ("solde", "Solde dû"), ("pieces", "Pièces manquantes")]))
    carte.ajouter(_rangee(*(Touche(touche) for touche in ("Ctrl+K", "V", "R", "Entrée"))))
    return carte


def _couleurs() -> Carte:
    carte = Carte("Couleurs")
    grille = QGridLayout()
    grille.setVerticalSpacing(8)
    for rang, jeton in enumerate(_COULEURS):
        case = QHBoxLayout()
        case.setSpacing(8)
        pave = QFrame()
        pave.setFixedSize(26, 26)
        valeur = jetons().couleur(jeton)
        pave.setStyleSheet(f"background: {valeur}; border: 1px solid {jetons().border}; border-radius: 6px;")
        case.addWidget(pave)
        case.addWidget(texte(f"{jeton}\n{valeur}", "second"), 1)
        grille.addLayout(case, rang // 3, rang % 3)
    carte.ajouter(grille)
    return carte


def _tableau() -> Carte:
    carte = Carte("Tableau", pleine_largeur=True)
    modele = ModeleFixe(
        [
            Colonne("ligne", "Ligne", 200, est_etirable=True),
            Colonne("etat", "État", 120),
            Colonne("montant", "Montant\u00a0€", 100, "droite"),
        ],
        carte,
    )
    modele.poser(
        [
            (1, [Cellule("Au repos"), puce("Validé", "ok", "check-circle"), montant("190,00")]),
            (2, [Cellule("Choisie", Genre.FORT), puce("À vérifier", "info", "hourglass-medium"), montant("205,00")]),
            (3, [cellule_lien("Lien"), puce("À fournir", "warn", "file-dashed"), montant("−18,50")]),
        ]
    )
    table = TableListe("Exemple de tableau")
    table.brancher(modele)
    table.figer_hauteur()
    table.choisir(2)
    carte.ajouter(table)
    return carte


def _bandeaux() -> Carte:
    carte = Carte("Bandeaux")
    carte.corps.setContentsMargins(16, 4, 16, 0)
    carte.ajouter(Bandeau("info", "12 élèves n’ont pas d’horaire.", [("voir", "Voir")]))
    carte.ajouter(Bandeau("warn", "Base injoignable, nouvel essai dans 8 s.", [("reessayer", "Réessayer")]))
    carte.ajouter(Bandeau("bad", "3 champs à corriger", [("prenom", "Prénom")]))
    return carte


def _confirmation() -> Carte:
    carte = Carte()
    entete = QHBoxLayout()
    entete.setSpacing(8)
    image = QLabel()
    poser_icone(image, "receipt", "accent", 20)
    entete.addWidget(image, 0, Qt.AlignmentFlag.AlignVCenter)
    entete.addWidget(texte("Émettre 412 factures\u00a0?", "titre_carte"), 1)
    carte.ajouter(entete)
    phrase = (
        "Premier appel de cotisation 2019/2020, site de Meudon. Total 148\u202f230,50\u00a0€. 17 familles exclues. "
        "Une facture émise ne se modifie plus\u00a0: seul un avoir la corrige."
    )
    carte.ajouter(texte(phrase, "second", replie=True))
    boutons = QHBoxLayout()
    boutons.setSpacing(8)
    boutons.addWidget(discret("Voir les exclusions"))
    boutons.addStretch(1)
    for bouton in (Bouton("Renoncer"), primaire("Émettre 412 factures")):
        boutons.addWidget(bouton)
    carte.corps.addSpacing(2)
    carte.ajouter(boutons)
    return carte
