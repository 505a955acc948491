"""What the pupil screens say, Qt-free: words of fields and values, chips, rows, the form as widgets hold it."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.domain.feuille import Nature
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.eleves import CreerEleve, ModifierEleve, archiver_eleve, creer_eleve, modifier_eleve
from imuse_desk.services.fiche_eleve import SaisieAutorisee, SaisieEleve, de_json, differences, en_json
from imuse_desk.services.lectures.eleves import (
    CoursSuivi,
    FicheEleve,
    LigneEleve,
    ouvrir_eleve,
)
from imuse_desk.services.lectures.listes_dossiers import en_capitales
from imuse_desk.views.common.edition import Metier
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, nom, puce, vide

COLONNES = (
    Colonne("nom", "Élève", 250, est_etirable=True),
    Colonne("naissance", "Né(e) le", 110, nature=Nature.DATE),
    Colonne("age", "Âge", 60, "droite", nature=Nature.NOMBRE, est_montree=False),
    Colonne("sexe", "Sexe", 80, est_montree=False),
    Colonne("famille", "Famille", 150, est_montree=False),
    Colonne("numero", "N° de dossier", 96, est_montree=False),
    Colonne("cours", "Cours", 220, est_montree=False),
    Colonne("enseignant", "Enseignants", 150, est_montree=False),
    Colonne("etat", "Réinscription", 130, est_montree=False),
    Colonne("telephone", "Téléphone", 120, est_montree=False),
    Colonne("email", "E-mail", 200, est_montree=False),
    Colonne("ville", "Ville", 120, est_montree=False),
    Colonne("classe", "Classe", 90, est_montree=False),
    Colonne("ecole", "Établissement scolaire", 160, est_montree=False),
)
COLONNES_COURS = (
    Colonne("cours", "Cours", 190, est_triable=False, est_etirable=True),
    Colonne("ha", "HA", 56, est_triable=False, infobulle="Horaires aménagés"),
    Colonne("enseignant", "Enseignant", 120, est_triable=False),
    Colonne("cycle", "Cycle", 62, est_triable=False),
    Colonne("actif", "Actif", 84, est_triable=False),
    Colonne("salle", "Salle", 100, est_triable=False),
    Colonne("jour", "Jour", 80, est_triable=False),
    Colonne("debut", "Début", 60, "droite", est_triable=False),
    Colonne("duree", "Durée", 62, "droite", est_triable=False),
)
COLONNES_HISTORIQUE = (Colonne("annee", "Année", 106, est_triable=False), *COLONNES_COURS)
SUPPORTS = ("interne", "affiche_presse", "site_web", "reseaux_sociaux")
AUTORISEES = 3
LIBELLES = {
    "civilite": "Civilité", "sexe": "Sexe", "nom": "Nom", "prenom": "Prénom", "naissance": "Né(e) le",
    "lieu_naissance": "Lieu de naissance", "nationalite": "Nationalité", "situation_familiale": "Situation familiale",
    "utilise_coordonnees_responsable": "Coordonnées du responsable légal", "numero": "Numéro", "voie": "Voie",
    "complement": "Complément", "cp": "Code postal", "ville": "Ville", "pays": "Pays", "tel_domicile": "Tél. domicile",
    "tel_pro": "Tél. pro", "telecopie": "Télécopie", "mobile": "Tél. mobile", "email": "E-mail",
    "etablissement_scolaire": "Établissement", "niveau_scolaire": "Niveau", "a_autorisation_sortie": "Sortie seul(e)",
    "personne_a_prevenir": "Personne à prévenir", "tel_urgence": "Tél. urgence", "alerte": "Alerte",
    "observations": "Observations", "image_interne": "Image\u00a0: usage interne",
    "image_affiche_presse": "Image\u00a0: affiches et presse", "image_site_web": "Image\u00a0: site web",
    "image_reseaux_sociaux": "Image\u00a0: réseaux sociaux", "image_donne_par": "Droit à l’image donné par",
    "foyers": "Foyers et parts", "autorisees": "Personnes autorisées",
}  # fmt: skip
_SIMPLES = tuple(f.name for f in fields(SaisieEleve) if f.name not in {"foyers", "autorisees"})
_OUI_NON = {None: "", True: "oui", False: "non"}


def libelle(cle: str, _saisie: SaisieEleve) -> str:
    """Words of a field."""
    return LIBELLES.get(cle, cle)


def ecrire(cle: str, valeur: Any) -> str:
    """A value as the conflict shows it."""
    if cle == "foyers":
        return " / ".join(f"{f.part}\u00a0%{' (principal)' if f.est_principal else ''}" for f in valeur)
    if cle == "autorisees":
        return ", ".join(a.nom for a in valeur)
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return "" if valeur is None else str(valeur)


def _creer(ctx: Contexte, saisie: SaisieEleve) -> Fait[int]:
    return creer_eleve(ctx, CreerEleve(saisie))


def _modifier(ctx: Contexte, ident: int, version: str, saisie: SaisieEleve) -> Fait[int]:
    return modifier_eleve(ctx, ModifierEleve(ident, version, saisie))


METIER = Metier(
    genre="eleve",
    ecran="eleve",
    ouvrir=ouvrir_eleve,
    creer=_creer,
    modifier=_modifier,
    archiver=archiver_eleve,
    en_json=en_json,
    de_json=de_json,
    differences=partial(differences),
    libelle=libelle,
    ecrire=ecrire,
)


def cellules(ligne: LigneEleve) -> Sequence[Cellule]:
    """A row of the list."""
    naissance = Cellule(date_fr(ligne.naissance_le), Genre.SECOND) if ligne.naissance_le else vide()
    return nom(en_capitales(ligne.nom), f"{ligne.prenom} · archivé" if ligne.est_archive else ligne.prenom), naissance


def cellules_cours(cours: CoursSuivi) -> list[Cellule]:
    """A course with the manual's columns."""
    actif = puce("Actif", "ok", "check-circle") if cours.etat == "active" else puce("Arrêté", "neutral", "minus-circle")
    if cours.etat == "conge":
        actif = puce("Congé", "neutral", "clock")
    duree = f"{cours.duree_min // 60}:{cours.duree_min % 60:02}" if cours.duree_min else ""
    textes = (JOURS[cours.jour - 1] if cours.jour else "", heure_fr(cours.debut) if cours.debut else "", duree)
    return [
        lien(cours.cours),
        Cellule(cours.ha) if cours.ha else vide(),
        Cellule(cours.enseignant, Genre.SECOND) if cours.enseignant else vide(),
        Cellule(cours.cycle) if cours.cycle else vide(),
        actif,
        Cellule(cours.salle, Genre.SECOND) if cours.salle else vide(),
        *(Cellule(mots) if mots else vide() for mots in textes),
    ]


def puces(vue: FicheEleve | None, *, est_modifiee: bool) -> list[tuple[str, str, str]]:
    """Chips of the header, at most four."""
    mots: list[tuple[str, str, str]] = []
    if est_modifiee:
        mots.append(("Non enregistré", "warn", "pencil-simple"))
    if vue is None:
        return mots
    if vue.archive_a is not None:
        mots.append(("Archivé", "neutral", "archive"))
    if vue.saisie.alerte:
        mots.append(("Alerte", "warn", "warning"))
    if vue.age is not None:
        mots.append((f"{vue.age} an{'s' if vue.age > 1 else ''}", "neutral", "user"))
    if vue.etat is not None:
        mots.append((f"{vue.annee_reinscription}\u00a0: {vue.etat.libelle}", "info", "clipboard-text"))
    return mots[:4]


def annonces(vue: FicheEleve) -> str:
    """What the card must not let anybody miss: an alert, the majority."""
    phrases = [f"Alerte\u00a0: {vue.saisie.alerte}."] if vue.saisie.alerte else []
    if vue.majeur_le is not None and not vue.est_responsable:
        phrases.append(f"A 18 ans le {date_fr(vue.majeur_le)}\u00a0: l’élève devient son propre responsable.")
    return " ".join(phrases)


def valeurs(saisie: SaisieEleve) -> dict[str, Any]:
    """What the form's fields show."""
    montrees: dict[str, Any] = {cle: getattr(saisie, cle) for cle in _SIMPLES}
    montrees |= {f"image_{s}": _OUI_NON[getattr(saisie, f"image_{s}")] for s in SUPPORTS}
    for rang in range(AUTORISEES):
        autorisee = saisie.autorisees[rang] if rang < len(saisie.autorisees) else SaisieAutorisee()
        montrees |= {f"autorisee{rang}_{c}": getattr(autorisee, c) for c in ("nom", "lien", "telephone")}
    for rang in range(2):
        foyer = saisie.foyers[rang] if rang < len(saisie.foyers) else None
        montrees[f"part{rang}"] = foyer.part if foyer else ""
    principal = next((r for r, f in enumerate(saisie.foyers) if f.est_principal), 0)
    return montrees | {"principal": principal}


def saisie_de(brut: dict[str, Any], avant: SaisieEleve) -> SaisieEleve:
    """The form's content over what was held before."""
    champs: dict[str, Any] = {cle: "" if brut[cle] is None else brut[cle] for cle in _SIMPLES if cle in brut}
    champs |= {f"image_{s}": {"oui": True, "non": False}.get(brut[f"image_{s}"]) for s in SUPPORTS}
    autorisees = []
    for rang in range(AUTORISEES):
        connue = avant.autorisees[rang] if rang < len(avant.autorisees) else SaisieAutorisee()
        autre = replace(connue, **{c: brut[f"autorisee{rang}_{c}"] for c in ("nom", "lien", "telephone")})
        if autre != SaisieAutorisee():
            autorisees.append(autre)
    principal = brut["principal"] or 0
    foyers = tuple(
        replace(f, part=brut[f"part{rang}"], est_principal=rang == principal if len(avant.foyers) > 1 else True)
        for rang, f in enumerate(avant.foyers[:2])
    )
    garde = tuple(avant.autorisees[AUTORISEES:])
    return replace(avant, **champs, autorisees=(*autorisees, *garde), foyers=(*foyers, *avant.foyers[2:]))
