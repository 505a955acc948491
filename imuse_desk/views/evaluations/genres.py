"""The kinds of cards of the evaluations: their words, columns and fields."""

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.evaluations import GenreBareme, GenreMot, GenrePeriode
from imuse_desk.domain.notes import ecrire_nombre
from imuse_desk.services.lectures.offre import ChoixOffre, FicheVue
from imuse_desk.services.suivi.baremes import PAS
from imuse_desk.services.suivi.referentiel import PHRASE_MAX
from imuse_desk.views.common.champs import EditeurDate, LigneTexte, ListeChoix, ZoneTexte
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.offre.genres import colonne, en_choix, fort, nom_de
from imuse_desk.views.offre.page_fiches import Genre, Rangee
from imuse_desk.views.tables.cellule import Cellule, vide

GENRES_BAREME = {GenreBareme.NOMBRE: "Nombres", GenreBareme.LETTRE: "Lettres", GenreBareme.MENTION: "Mentions"}
GENRES_PERIODE = {
    GenrePeriode.SEMESTRE: "Semestre",
    GenrePeriode.TRIMESTRE: "Trimestre",
    GenrePeriode.ANNEE: "Année",
    GenrePeriode.SESSION: "Session",
}
GENRES_MOT = {
    GenreMot.RESULTAT: "Résultat",
    GenreMot.MENTION: "Mention",
    GenreMot.ADMISSION: "Admission",
    GenreMot.MOTIF: "Motif d’absence",
}
COURS = [("", "Tous les cours"), ("individuels", "Cours individuels"), ("collectifs", "Cours collectifs")]
REUSSITE = [("", "—"), ("oui", "Réussite"), ("non", "Échec")]


def _choix(form: Formulaire, cle: str, valeurs: list[tuple[int, str]], aucun: str = "") -> None:
    liste = form.widget(cle)
    if isinstance(liste, ListeChoix):
        liste.poser_choix([(None, aucun), *valeurs] if aucun else valeurs)


# ---- scales


def _composer_bareme(form: Formulaire) -> None:
    form.champ("libelle", "&Libellé", LigneTexte(40), obligatoire=True)
    form.champ("genre", "&Genre", ListeChoix([(g.value, m) for g, m in GENRES_BAREME.items()]), obligatoire=True)
    form.champ("maximum", "&Maximum", LigneTexte(4), obligatoire=True)
    form.champ("pas", "&Pas des notes", ListeChoix([(str(p), ecrire_nombre(p)) for p in PAS]), obligatoire=True)
    form.champ(
        "valeurs", "L&ettres", ZoneTexte(5, 1000),
        aide="Une par ligne, la meilleure d’abord\u00a0: TB | Très bien | 80. Le nombre est la part du maximum "
        "à partir de laquelle elle est donnée\u00a0; la dernière part de 0.",
    )  # fmt: skip


def _rangee_bareme(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    lettres = ", ".join(ligne.split("|")[0].strip() for ligne in fiche.champs["valeurs"].splitlines())
    return (
        fort(fiche, "libelle"), Cellule(GENRES_BAREME[GenreBareme(fiche.champs["genre"])]),
        Cellule(str(fiche.champs["maximum"])), Cellule(lettres) if lettres else vide(),
    )  # fmt: skip


BAREME = Genre(
    "bareme", "Barèmes", "Nouveau &barème", "scales", "Aucun barème",
    (colonne("libelle", "Barème", 150, etirable=True), colonne("genre", "Genre", 80),
     colonne("maximum", "Sur", 50, droite=True), colonne("lettres", "Lettres", 110)),
    (_composer_bareme,), _rangee_bareme, defauts=lambda: {"genre": "nombre", "pas": "25"}, mots=("barème", "barèmes"),
)  # fmt: skip


# ---- kinds of evaluation


def _composer_type(form: Formulaire) -> None:
    form.champ("libelle", "&Libellé", LigneTexte(80), obligatoire=True)
    form.champ("cours", "Pour les &cours", ListeChoix(COURS))
    form.champ("cursus_id", "C&ursus", ListeChoix())
    form.champ(
        "discipline_id", "&Discipline", ListeChoix(),
        aide="Un type d’une discipline y remplace ceux des cours individuels ou collectifs.",
    )  # fmt: skip
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _choisir_type(form: Formulaire, choix: ChoixOffre) -> None:
    _choix(form, "cursus_id", en_choix(choix.cursus), "Tous")
    _choix(form, "discipline_id", en_choix(choix.disciplines), "Toutes")


def _rangee_type(fiche: FicheVue, choix: ChoixOffre) -> Rangee:
    champs = fiche.champs
    portee = [dict(COURS)[champs["cours"]]] if champs["cours"] else []
    for cle, valeurs in (("cursus_id", choix.cursus), ("discipline_id", choix.disciplines)):
        if champs[cle] is not None:
            portee.append(nom_de(valeurs, champs[cle]))
    return fort(fiche, "libelle"), Cellule(", ".join(portee) or "Tous les cours")


TYPE_EVALUATION = Genre(
    "type_evaluation", "Types d’évaluation", "Nouveau &type", "list", "Aucun type d’évaluation",
    (colonne("libelle", "Type d’évaluation", 210, etirable=True), colonne("portee", "Pour", 170)),
    (_composer_type,), _rangee_type, _choisir_type, lambda: {"cours": "", "cursus_id": None, "discipline_id": None},
    mots=("type", "types"),
)  # fmt: skip


# ---- criteria


def _composer_critere(form: Formulaire) -> None:
    form.champ("type_id", "&Type", ListeChoix(), obligatoire=True)
    form.champ("libelle", "&Libellé", LigneTexte(60), obligatoire=True)
    form.champ("genre", "&Genre", LigneTexte(40), aide="Contrôle continu, examen…")
    form.champ("bareme_id", "&Barème", ListeChoix(), obligatoire=True)
    form.champ("poids", "&Poids", LigneTexte(3), aide="Dans la moyenne\u00a0; 0 n’y compte pas.")
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _choisir_critere(form: Formulaire, choix: ChoixOffre) -> None:
    _choix(form, "type_id", en_choix(choix.types_evaluation))
    _choix(form, "bareme_id", en_choix(choix.baremes))


def _rangee_critere(fiche: FicheVue, choix: ChoixOffre) -> Rangee:
    champs = fiche.champs
    return (
        Cellule(nom_de(choix.types_evaluation, champs["type_id"])), fort(fiche, "libelle"),
        Cellule(nom_de(choix.baremes, champs["bareme_id"])), Cellule(str(champs["poids"])),
    )  # fmt: skip


CRITERE = Genre(
    "critere", "Critères", "Nouveau &critère", "list", "Aucun critère",
    (colonne("type", "Type", 170, etirable=True), colonne("libelle", "Critère", 120), colonne("bareme", "Barème", 80),
     colonne("poids", "Poids", 54, droite=True)),
    (_composer_critere,), _rangee_critere, _choisir_critere, lambda: {"genre": "Contrôle continu", "poids": "1"},
    mots=("critère", "critères"),
)  # fmt: skip


# ---- periods


def _composer_periode(form: Formulaire) -> None:
    form.champ("libelle", "&Libellé", LigneTexte(60), obligatoire=True)
    form.champ("genre", "&Genre", ListeChoix([(g.value, m) for g, m in GENRES_PERIODE.items()]), obligatoire=True)
    form.champ("cursus_id", "C&ursus", ListeChoix())
    form.champ("du_le", "&Du", EditeurDate(), obligatoire=True)
    form.champ("au_le", "A&u", EditeurDate(), obligatoire=True)
    form.champ("saisie_jusqu_au", "&Saisie jusqu’au", EditeurDate(), aide="Ensuite, la direction seule note encore.")


def _choisir_periode(form: Formulaire, choix: ChoixOffre) -> None:
    _choix(form, "cursus_id", en_choix(choix.cursus), "Tous")


def _rangee_periode(fiche: FicheVue, choix: ChoixOffre) -> Rangee:
    champs = fiche.champs
    saisie = champs["saisie_jusqu_au"]
    return (
        fort(fiche, "libelle"), Cellule(nom_de(choix.cursus, champs["cursus_id"]) if champs["cursus_id"] else "Tous"),
        Cellule(date_fr(champs["du_le"])), Cellule(date_fr(champs["au_le"])),
        Cellule(date_fr(saisie)) if saisie is not None else vide(),
    )  # fmt: skip


PERIODE = Genre(
    "periode_evaluation", "Périodes de l’année", "Nouvelle &période", "calendar", "Aucune période cette année",
    (colonne("libelle", "Période", 120, etirable=True), colonne("cursus", "Cursus", 90), colonne("du", "Du", 96),
     colonne("au", "Au", 96), colonne("saisie", "Saisie jusqu’au", 118)),
    (_composer_periode,), _rangee_periode, _choisir_periode, lambda: {"genre": "semestre", "cursus_id": None},
    mots=("période", "périodes"), est_feminin=True,
)  # fmt: skip


# ---- words and phrases


def _composer_mot(form: Formulaire) -> None:
    form.champ("genre", "&Liste", ListeChoix([(g.value, m) for g, m in GENRES_MOT.items()]), obligatoire=True)
    form.champ("libelle", "&Mots", LigneTexte(80), obligatoire=True)
    form.champ("reussite", "&Sens", ListeChoix(REUSSITE), aide="Pour un résultat ou une admission.")
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _rangee_mot(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    sens = dict(REUSSITE)[fiche.champs["reussite"]]
    return Cellule(GENRES_MOT[GenreMot(fiche.champs["genre"])]), fort(fiche, "libelle"), Cellule(sens)


MOT_EVALUATION = Genre(
    "mot_evaluation", "Mots de l’établissement", "Nouveau mo&t", "tag", "Aucun mot",
    (colonne("genre", "Liste", 120), colonne("libelle", "Mots", 200, etirable=True), colonne("sens", "Sens", 80)),
    (_composer_mot,), _rangee_mot, defauts=lambda: {"genre": "resultat", "reussite": ""}, mots=("mot", "mots"),
)  # fmt: skip


def _composer_phrase(form: Formulaire) -> None:
    form.champ("texte", "&Phrase", ZoneTexte(4, PHRASE_MAX), obligatoire=True)
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _rangee_phrase(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    return (fort(fiche, "texte"),)


PHRASE = Genre(
    "phrase", "Phrases d’appréciation", "Nouvelle p&hrase", "chat-text", "Aucune phrase",
    (colonne("texte", "Phrase", 300, etirable=True),), (_composer_phrase,), _rangee_phrase,
    mots=("phrase", "phrases"), est_feminin=True,
)  # fmt: skip
