"""The kinds of simple cards of the offer: their words, columns and fields."""

from collections.abc import Sequence
from dataclasses import replace

from imuse_desk.domain.enseignement import AMENAGEMENTS, ModeAffectation, Specialite
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.lectures.offre import Choix, ChoixOffre, FicheVue, lister_cours
from imuse_desk.views.common.champs import CaseACocher, LigneTexte, ListeChoix
from imuse_desk.views.common.formulaire import Formulaire
from imuse_desk.views.common.lignes_lues import ligne_courriel
from imuse_desk.views.offre.champs import CasesMultiples
from imuse_desk.views.offre.page_fiches import Genre, Rangee
from imuse_desk.views.tables.cellule import Cellule, Colonne, puce, vide
from imuse_desk.views.tables.cellule import Genre as Trait

SPECIALITES = {Specialite.MUSIQUE: "Musique", Specialite.DANSE: "Danse", Specialite.THEATRE: "Théâtre"}
MODES = {
    ModeAffectation.CHOISI: "Choisi par la famille",
    ModeAffectation.ATTRIBUE: "Attribué par la maison",
    ModeAffectation.SUIT_CURSUS: "Suit le cursus",
    ModeAffectation.CLASSE_PARTENAIRE: "Classe de l’école partenaire",
    ModeAffectation.NIVEAU: "Selon le niveau",
}
PARTENARIATS = [(code, mots) for code, mots in AMENAGEMENTS.items() if code]


def colonne(cle: str, titre: str, largeur: int = 100, *, droite: bool = False, etirable: bool = False) -> Colonne:
    """A column that is not sorted: these lists are short and in their natural order."""
    return Colonne(cle, titre, largeur, "droite" if droite else "gauche", est_triable=False, est_etirable=etirable)


def nombre(cle: str, titre: str, largeur: int) -> Colonne:
    """A count, summed in the foot of the list."""
    return Colonne(cle, titre, largeur, "droite", est_triable=False, nature=Nature.NOMBRE, est_sommable=True)


def en_choix(choix: Sequence[Choix], parent: int | None = None) -> list[tuple[int, str]]:
    """Values and words of a list; with ``parent``, those of one cursus alone."""
    return [(c.id, c.libelle) for c in choix if parent is None or c.parent == parent]


def nom_de(choix: Sequence[Choix], ident: object) -> str:
    """The words of a value, a dash for none."""
    return next((c.libelle for c in choix if c.id == ident), "—")


def fort(fiche: FicheVue, cle: str) -> Cellule:
    """The name of a card; one put aside says so."""
    mots = str(fiche.champs[cle])
    return puce(f"{mots} (archivé)", "neutral", "archive") if fiche.est_archivee else Cellule(mots, Trait.FORT)


def _texte(fiche: FicheVue, cle: str) -> Cellule:
    valeur = fiche.champs[cle]
    return Cellule(str(valeur) if valeur not in (None, "") else "—")


# ---- cursus


def _composer_cursus(form: Formulaire) -> None:
    form.champ("code", "&Code", LigneTexte(20), obligatoire=True)
    form.champ("libelle", "&Libellé", LigneTexte(80), obligatoire=True)
    form.champ(
        "specialite", "&Spécialité", ListeChoix([(s.value, m) for s, m in SPECIALITES.items()]), obligatoire=True
    )
    form.champ(
        "motif_niveau", "&Motif des niveaux", LigneTexte(40), obligatoire=True,
        aide="{cycle} et {annee} sont remplacés\u00a0: C{cycle}.{annee} donne C1.2.",
    )  # fmt: skip
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _rangee_cursus(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    specialite = SPECIALITES[Specialite(fiche.champs["specialite"])]
    return _texte(fiche, "code"), fort(fiche, "libelle"), Cellule(specialite), _texte(fiche, "motif_niveau")


CURSUS = Genre(
    "cursus", "Cursus", "Nouveau c&ursus", "list", "Aucun cursus",
    (colonne("code", "Code", 80), colonne("libelle", "Cursus", 180, etirable=True),
     colonne("specialite", "Spécialité", 90), colonne("motif_niveau", "Niveaux", 110)),
    (_composer_cursus,), _rangee_cursus, defauts=lambda: {"motif_niveau": "C{cycle}.{annee}", "specialite": "musique"},
    mots=("cursus", "cursus"),
)  # fmt: skip


# ---- levels


def _composer_niveau(form: Formulaire) -> None:
    form.champ("cursus_id", "C&ursus", ListeChoix(), obligatoire=True)
    form.champ("cycle", "C&ycle", LigneTexte(1), obligatoire=True, aide="0 pour l’éveil et l’initiation.")
    form.champ("annee", "A&nnée du cycle", LigneTexte(1))
    form.champ("libelle", "&Libellé", LigneTexte(40), aide="Vide\u00a0: écrit par le motif du cursus.")
    form.champ("code", "&Code", LigneTexte(20), aide="Vide\u00a0: comme le libellé.")
    form.champ("suivant_id", "Niveau &suivant", ListeChoix())
    form.champ("ordre", "&Ordre", LigneTexte(3))


def _choisir_niveau(form: Formulaire, choix: ChoixOffre) -> None:
    cursus, suivant = form.widget("cursus_id"), form.widget("suivant_id")
    if isinstance(cursus, ListeChoix) and isinstance(suivant, ListeChoix):
        cursus.poser_choix(en_choix(choix.cursus))
        noms = {c.id: c.libelle for c in choix.cursus}
        suivants = [(n.id, f"{n.libelle} · {noms.get(n.parent or 0, '')}") for n in choix.niveaux]
        suivant.poser_choix([(None, "—"), *suivants])


def _rangee_niveau(fiche: FicheVue, choix: ChoixOffre) -> Rangee:
    return (
        Cellule(nom_de(choix.cursus, fiche.champs["cursus_id"])), fort(fiche, "libelle"), _texte(fiche, "cycle"),
        Cellule(nom_de(choix.niveaux, fiche.champs["suivant_id"])),
    )  # fmt: skip


NIVEAU = Genre(
    "niveau", "Niveaux", "Nouveau niv&eau", "trend-up", "Aucun niveau",
    (colonne("cursus", "Cursus", 150, etirable=True), colonne("libelle", "Niveau", 110),
     colonne("cycle", "Cycle", 60, droite=True), colonne("suivant", "Suivant", 100)),
    (_composer_niveau,), _rangee_niveau, _choisir_niveau, mots=("niveau", "niveaux"),
)  # fmt: skip


# ---- disciplines


def _composer_discipline(form: Formulaire) -> None:
    form.champ("code", "&Code", LigneTexte(20), obligatoire=True)
    form.champ("libelle", "&Libellé", LigneTexte(80), obligatoire=True)
    form.champ("est_individuelle", "", CaseACocher("Cours &individuel"))


def _rangee_discipline(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    genre = "individuel" if fiche.champs["est_individuelle"] else "collectif"
    return _texte(fiche, "code"), fort(fiche, "libelle"), Cellule(genre)


DISCIPLINE = Genre(
    "discipline", "Disciplines", "Nouvelle &discipline", "music-note", "Aucune discipline",
    (colonne("code", "Code", 90), colonne("libelle", "Discipline", 200, etirable=True), colonne("genre", "Cours", 90)),
    (_composer_discipline,), _rangee_discipline, mots=("discipline", "disciplines"), est_feminin=True,
)  # fmt: skip


# ---- rooms


def _composer_salle(form: Formulaire) -> None:
    form.champ("nom", "&Nom", LigneTexte(60), obligatoire=True)
    form.champ("capacite", "Ca&pacité", LigneTexte(4), aide="Personnes admises ensemble.")


def _rangee_salle(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    return fort(fiche, "nom"), _texte(fiche, "capacite")


SALLE = Genre(
    "salle", "Salles", "Nouvelle &salle", "house", "Aucune salle",
    (colonne("nom", "Salle", 200, etirable=True), colonne("capacite", "Capacité", 90, droite=True)),
    (_composer_salle,), _rangee_salle, mots=("salle", "salles"), est_feminin=True,
)  # fmt: skip


# ---- schools


def _composer_ecole(form: Formulaire) -> None:
    form.champ("nom", "&Nom", LigneTexte(120), obligatoire=True)
    form.champ("voie", "Ru&e", LigneTexte(120))
    form.groupe(
        "Code &postal, ville", [("cp", "Code postal", LigneTexte(12), 84), ("ville", "Ville", LigneTexte(120), 0)]
    )
    form.champ("email", "C&ourriel", ligne_courriel(), aide="Reçoit les copies d’absences et de bulletins.")
    form.champ("partenariats", "Par&tenaire", CasesMultiples(PARTENARIATS))


def _rangee_ecole(fiche: FicheVue, _choix: ChoixOffre) -> Rangee:
    partenaires = ", ".join(fiche.champs["partenariats"])
    return fort(fiche, "nom"), _texte(fiche, "ville"), Cellule(partenaires or "—")


ECOLE = Genre(
    "ecole", "Établissements scolaires", "Nouvel établisse&ment", "buildings", "Aucun établissement scolaire",
    (colonne("nom", "Établissement", 220, etirable=True), colonne("ville", "Ville", 130),
     colonne("partenariats", "Partenaire", 100)),
    (_composer_ecole,), _rangee_ecole, mots=("école", "écoles"), est_feminin=True,
)  # fmt: skip


# ---- courses


def _composer_cours(form: Formulaire) -> None:
    form.champ("libelle", "&Libellé", LigneTexte(120), obligatoire=True)
    form.champ("cursus_id", "C&ursus", ListeChoix(), obligatoire=True)
    form.champ("discipline_id", "&Discipline", ListeChoix(), obligatoire=True)
    form.champ("est_pour_adultes", "", CaseACocher("Pour les adulte&s"))


def _composer_regles_cours(form: Formulaire) -> None:
    form.champ("code", "&Code", LigneTexte(40), obligatoire=True)
    form.champ("niveau_id", "N&iveau", ListeChoix())
    form.champ("ha", "&HA", ListeChoix(list(AMENAGEMENTS.items())))
    form.champ("mode", "Horair&e", ListeChoix([(m.value, mots) for m, mots in MODES.items()]), obligatoire=True)


def _choisir_cours(form: Formulaire, choix: ChoixOffre) -> None:
    noms = {c.id: c.libelle for c in choix.cursus}
    niveaux = [(n.id, f"{n.libelle} · {noms.get(n.parent or 0, '')}") for n in choix.niveaux]
    for cle, valeurs in (
        ("cursus_id", en_choix(choix.cursus)),
        ("discipline_id", en_choix(choix.disciplines)),
        ("niveau_id", [(None, "—"), *niveaux]),
    ):
        liste = form.widget(cle)
        if isinstance(liste, ListeChoix):
            liste.poser_choix(valeurs)


def _rangee_cours(fiche: FicheVue, choix: ChoixOffre) -> Rangee:
    return (
        fort(fiche, "libelle"), Cellule(nom_de(choix.cursus, fiche.champs["cursus_id"])),
        Cellule(nom_de(choix.niveaux, fiche.champs["niveau_id"])),
    )  # fmt: skip


def _comptes_cours(ctx: Contexte) -> dict[int, Rangee]:
    """What each course counts: pupils of the year, places of its times, its times."""
    return {
        c.id: (
            Cellule(str(c.inscrits)), Cellule(str(c.places)) if c.places else vide(), Cellule(str(c.horaires)),
            Cellule(c.discipline), Cellule(c.code), Cellule(AMENAGEMENTS.get(c.ha, c.ha)),
        )
        for c in lister_cours(ctx)
    }  # fmt: skip


COURS = Genre(
    "cours", "Cours", "Nouveau c&ours", "music-notes", "Aucun cours cette année",
    (colonne("libelle", "Cours", 160, etirable=True), colonne("cursus", "Cursus", 122),
     colonne("niveau", "Niveau", 72), nombre("inscrits", "Inscrits", 74), nombre("places", "Places", 66),
     replace(nombre("horaires", "Horaires", 76), est_montree=False),
     Colonne("discipline", "Discipline", 120, est_montree=False),
     Colonne("code", "Code", 100, est_montree=False), Colonne("ha", "HA", 70, est_montree=False)),
    (_composer_cours, _composer_regles_cours), _rangee_cours, _choisir_cours, lambda: {"ha": "", "mode": "choisi"},
    _comptes_cours, ("cours", "cours"),
)  # fmt: skip
