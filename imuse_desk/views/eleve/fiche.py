"""The card of a pupil: identity, contacts and school, emergency and rights, households; courses; past years."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from imuse_desk.domain.dates import lire_naissance
from imuse_desk.services.listes import (
    CIVILITES,
    SEXES,
    SUPPORTS,
    nationalites,
    niveaux_scolaires,
    pays,
    situations_familiales,
)
from imuse_desk.views.bulletins.carte_eleve import CarteBulletins
from imuse_desk.views.common.boutons import discret, icone_seule
from imuse_desk.views.common.carte import Carte
from imuse_desk.views.common.champs import CaseACocher, EditeurDate, EditeurEntier, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.etat_vide import EtatVide
from imuse_desk.views.common.fiche_editee import FicheEditee
from imuse_desk.views.common.lignes_lues import ligne_code_postal, ligne_courriel, ligne_telephone
from imuse_desk.views.common.liste_ouverte import ListeOuverte, choix_de
from imuse_desk.views.common.repliable import Repliable
from imuse_desk.views.common.textes import texte
from imuse_desk.views.common.theme import px
from imuse_desk.views.eleve.cours import PageCours
from imuse_desk.views.eleve.photo import PhotoEleve
from imuse_desk.views.eleve.presentateur import AUTORISEES, COLONNES_HISTORIQUE
from imuse_desk.views.tables.modeles import ModeleFixe
from imuse_desk.views.tables.vue import TableListe

ONGLETS = ["Identité", "Cours", "Historique"]
ADRESSE = (
    "numero",
    "voie",
    "complement",
    "cp",
    "ville",
    "pays",
    "mobile",
    "tel_domicile",
    "tel_pro",
    "telecopie",
    "email",
)


class FicheEleve(FicheEditee):
    """``precedent``/``suivant`` go through the siblings; ``page_cours`` holds the year's courses."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Fiche élève", ONGLETS, parent)
        self.precedent = icone_seule("caret-left", "Élève précédent de la famille", "Alt+Up")
        self.suivant = icone_seule("caret-right", "Élève suivant de la famille", "Alt+Down")
        self.rang = texte("", "libelle")
        for widget in (self.precedent, self.rang, self.suivant):
            self.droite.addWidget(widget)
        self.responsable = texte("", "second", replie=True)
        self.noms_foyers = [texte("", "fort", replie=True) for _ in range(2)]
        self.rattacher = discret("Rattacher à un autre foyer…", "plus")
        self.detacher = discret("Détacher du second foyer…", "minus-circle")
        self.ajouter_page(self._identite())
        self.page_cours = PageCours()
        self.ajouter_page(self.page_cours)
        self.historique = TableListe("Cours des autres années")
        self.modele_historique = ModeleFixe(COLONNES_HISTORIQUE, self)
        self.historique.brancher(self.modele_historique)
        self.historique.poser_vide(EtatVide("music-notes", "Aucune autre année", ""))
        self.historique.setMinimumHeight(px(200))
        carte = Carte("Historique", pleine_largeur=True)
        carte.ajouter(self.historique, 1)
        page = QWidget()
        colonne = QVBoxLayout(page)
        colonne.setContentsMargins(0, 0, 0, 8)
        colonne.setSpacing(12)
        colonne.addWidget(carte, 1)
        self.bulletins = CarteBulletins()
        colonne.addWidget(self.bulletins)
        self.ajouter_page(page)

    def avant_titre(self) -> list[QWidget]:
        """The pupil's photo."""
        self.photo = PhotoEleve()
        return [self.photo]

    def _identite(self) -> QWidget:
        page = QWidget()
        seule = QHBoxLayout(page)
        seule.setContentsMargins(0, 0, 4, 8)
        colonnes = []
        for cartes in (
            (self._carte_identite(), self._carte_urgence(), self._carte_image()),
            (self._carte_coordonnees(), self._carte_foyers(), self._carte_autorisees()),
        ):
            moitie = QWidget()
            colonne = QVBoxLayout(moitie)
            colonne.setContentsMargins(0, 0, 0, 0)
            colonne.setSpacing(12)
            for carte in cartes:
                colonne.addWidget(carte)
            colonne.addStretch(1)
            colonnes.append(moitie)
        seule.addWidget(Repliable(colonnes, confort=330))
        return page

    def _carte_identite(self) -> Carte:
        form, carte = self.form, Carte("Identité")
        carte.ajouter(form.colonne())
        form.champ("civilite", "&Civilité", ListeOuverte(choix_de(CIVILITES)))
        form.champ("sexe", "Sexe", ListeChoix(list(SEXES.items())))
        form.champ("nom", "&Nom", LigneTexte(120))
        form.champ("prenom", "&Prénom", LigneTexte(120))
        form.champ("naissance", "Né(e) &le", EditeurDate(self.jour, lire_naissance))
        form.champ("lieu_naissance", "Lieu de naiss.", LigneTexte(120))
        form.champ("nationalite", "Nationali&té", ListeOuverte(choix_de(nationalites())))
        form.champ("situation_familiale", "&Situation", ListeOuverte(choix_de(situations_familiales())))
        carte.corps.addStretch(1)
        return carte

    def _carte_coordonnees(self) -> Carte:
        form, carte = self.form, Carte("Coordonnées et scolarité")
        carte.ajouter(form.colonne())
        form.champ("etablissement_scolaire", "Établissement", LigneTexte(120))
        form.champ("niveau_scolaire", "Ni&veau", ListeOuverte(choix_de(niveaux_scolaires())))
        form.champ("utilise_coordonnees_responsable", "Adresse", CaseACocher("Coordonnées du responsable légal"))
        carte.ajouter(self.responsable)
        carte.ajouter(form.colonne())
        form.groupe("Adr&esse", [("numero", "Numéro", LigneTexte(12), 72), ("voie", "Voie", LigneTexte(200), 0)])
        form.champ("complement", "C&omplément", LigneTexte(200))
        liste_pays = ListeOuverte(list(pays().items()))
        form.groupe(
            "CP, ville",
            [("cp", "Code postal", ligne_code_postal(liste_pays), 72), ("ville", "Ville", LigneTexte(120), 0)],
        )
        form.champ("pays", "Pays", liste_pays)
        form.enchainer("pays", "cp")
        form.champ("mobile", "Tél. mo&bile", ligne_telephone())
        form.champ("tel_domicile", "Tél. &domicile", ligne_telephone())
        form.champ("tel_pro", "Tél. pro", ligne_telephone())
        form.champ("telecopie", "Télécop&ie", ligne_telephone())
        form.champ("email", "E-mail", ligne_courriel())
        carte.corps.addStretch(1)
        return carte

    def _carte_urgence(self) -> Carte:
        form, carte = self.form, Carte("Urgence et sortie")
        carte.ajouter(form.colonne())
        form.champ("personne_a_prevenir", "À préveni&r", LigneTexte(120))
        form.champ("tel_urgence", "Tél. &urgence", ligne_telephone())
        form.champ("a_autorisation_sortie", "Sortie", CaseACocher("Autorisé à sortir seul"))
        form.champ("alerte", "&Alerte", LigneTexte(200), aide="Vue des enseignants de l’élève.")
        form.champ("observations", "Observations", ZoneTexte(3, 4000))
        carte.corps.addStretch(1)
        return carte

    def _carte_foyers(self) -> Carte:
        form, carte = self.form, Carte("Foyers et parts")
        for rang, nom in enumerate(self.noms_foyers):
            carte.ajouter(nom)
            carte.ajouter(form.colonne())
            form.champ(f"part{rang}", f"Part {rang + 1} (%)", EditeurEntier(0, 100))
        carte.ajouter(form.colonne())
        form.champ("principal", "Principal", ListeChoix([(0, "Le premier foyer"), (1, "Le second foyer")]))
        for bouton in (self.rattacher, self.detacher):
            carte.ajouter(bouton)
        carte.corps.addStretch(1)
        return carte

    def _carte_image(self) -> Carte:
        form, carte = self.form, Carte("Droit à l’image")
        carte.ajouter(form.colonne())
        for support, mots in SUPPORTS.items():
            choix = ListeChoix([("", "Non renseigné"), ("oui", "Accordé"), ("non", "Refusé")])
            form.champ(f"image_{support}", mots, choix)
        form.champ("image_donne_par", "Donné par", LigneTexte(120))
        carte.corps.addStretch(1)
        return carte

    def _carte_autorisees(self) -> Carte:
        form, carte = self.form, Carte("Personnes autorisées à venir chercher l’élève")
        carte.ajouter(form.colonne())
        for rang in range(AUTORISEES):
            n = rang + 1
            form.champ(f"autorisee{rang}_nom", f"Personne {n}", LigneTexte(120))
            form.groupe(
                "Lien, téléphone",
                [
                    (f"autorisee{rang}_lien", f"Lien de la personne {n}", LigneTexte(60), 110),
                    (f"autorisee{rang}_telephone", f"Téléphone de la personne {n}", ligne_telephone(), 0),
                ],
            )
        carte.corps.addStretch(1)
        return carte

    def montrer_adresse(self, *, est_propre: bool) -> None:
        """Own contacts, or those of the responsable."""
        for cle in ADRESSE:
            self.form.widget(cle).setEnabled(est_propre or cle in {"mobile", "email"})
        self.responsable.setVisible(not est_propre and bool(self.responsable.text()))
