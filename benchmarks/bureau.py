"""Work of the desk on a large base: a list sorted, filtered, regrouped and written out, clashes of a week, letters."""

import csv
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import time as heure
from pathlib import Path

from benchmarks.mesure import Ligne, chronometrer, contexte, depot_pres_de
from imuse_desk.domain.feuille import ColonneFeuille, Feuille, Nature, Section
from imuse_desk.domain.horaires import Lecon, Occupe, chevauchements
from imuse_desk.infra.fichiers_listes import ecrire_fichier
from imuse_desk.models.moteur import lire_url
from imuse_desk.models.passerelle import Base
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.etablissement.fusion import Destinataire, TexteModele, fusionner
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.lectures.liste_familles import lister_familles
from imuse_desk.services.lectures.listes_dossiers import Filtre
from imuse_desk.services.lectures.listes_typees import Regroupement, lire_liste, regrouper_liste
from imuse_desk.services.lectures.valeurs_eleves import SOURCE_ELEVES

FOIS, CRENEAUX, LETTRES = 15, 2_000, 500
COLONNES = (("nom", Nature.TEXTE), ("naissance", Nature.DATE), ("etat", Nature.TEXTE), ("ville", Nature.TEXTE))


def mesurer(chemin: Path) -> Iterator[Ligne]:
    """Lists, clashes and letters of a base."""
    base = Base.ouvrir(lire_url(str(chemin)))
    ctx = contexte(base, depot_pres_de(chemin))
    yield from _listes(ctx)
    yield _chevauchements()
    yield _lettres(ctx)
    base.fermer()


def _listes(ctx: Contexte) -> Iterator[Ligne]:
    tout = Filtre(texte="a")  # a letter: the whole network, as a search does
    lue = lire_liste(ctx, SOURCE_ELEVES, tout)
    ids = lue.ids
    page = ids[:60]
    yield Ligne(
        "première page d’une liste", [chronometrer(lambda: SOURCE_ELEVES.lire_lignes(ctx, page)) for _ in range(FOIS)],
        but=100,
    )  # fmt: skip
    for mots, filtre in (
        ("triée par naissance", Filtre(texte="a", tri="naissance")),
        ("filtrée (dup)", Filtre(texte="dup")),
    ):
        durees = [chronometrer(lambda f=filtre: lire_liste(ctx, SOURCE_ELEVES, f)) for _ in range(FOIS)]  # type: ignore[misc]
        yield Ligne(f"liste de {len(ids)} élèves, {mots}", durees, but=200)
    for mots, cle in (
        ("réponse", "etat"),
        ("cours", "cours"),
        ("enseignant", "enseignant"),
        ("téléphone", "telephone"),
    ):
        groupe = Regroupement(cle, Nature.TEXTE)  # of the list already read, as the screen asks it
        durees = [chronometrer(lambda g=groupe: regrouper_liste(ctx, SOURCE_ELEVES, lue, g)) for _ in range(FOIS)]  # type: ignore[misc]
        yield Ligne(f"liste de {len(ids)} élèves, regroupée par {mots}", durees, but=200)
    with tempfile.TemporaryDirectory() as dossier:
        fichier = Path(dossier) / "eleves.xlsx"
        durees = [chronometrer(lambda: _exporter(ctx, ids, fichier)) for _ in range(3)]
        brutes = [chronometrer(lambda: _brut(len(ids), fichier.with_suffix(".csv"))) for _ in range(3)]
    yield Ligne(f"XLSX de {len(ids)} lignes, lecture comprise", durees, brutes, but=5_000, note="brut\u00a0: csv nu")


def _exporter(ctx: Contexte, ids: list[int], fichier: Path) -> None:
    valeurs = SOURCE_ELEVES.valeurs(ctx, ids, [cle for cle, _ in COLONNES])
    rangees = [[valeurs[cle].get(ident) for cle, _ in COLONNES] for ident in ids]
    colonnes = tuple(ColonneFeuille(cle, cle.capitalize(), nature) for cle, nature in COLONNES)
    ecrire_fichier(Feuille("Élèves", colonnes, (Section("", rangees),)), fichier, lambda _fait, _total: None)


def _brut(n: int, fichier: Path) -> None:
    with fichier.open("w", newline="", encoding="utf-8") as flux:
        csv.writer(flux).writerows([f"NOM {rang}", "01/02/2014", "Validée", "Meudon"] for rang in range(n))


def _chevauchements() -> Ligne:
    """A week of so many lessons in forty rooms, by sixty teachers."""
    alea = random.Random(7)
    semaine = [
        Occupe(
            rang, Lecon(f"Cours {rang}", alea.randrange(6), heure(alea.randrange(9, 21), 0), 60),
            frozenset({("salle", alea.randrange(40)), ("enseignant", alea.randrange(60))}),
        )
        for rang in range(CRENEAUX)
    ]  # fmt: skip
    durees = [chronometrer(lambda: chevauchements(semaine)) for _ in range(FOIS)]
    return Ligne(f"chevauchements de {CRENEAUX} horaires", durees, but=200)


def _lettres(ctx: Contexte) -> Ligne:
    """Processor time: the wall time of half a minute of paper depends on who shares the machine."""
    modele = TexteModele("Rappel {campagne.annee}", "{famille.appel},\n\n{eleve.prenom} : répondez avant le {date}.")
    destinataires = [Destinataire(foyer_id) for foyer_id in lister_familles(ctx).ids[:LETTRES]]
    debut = time.process_time()
    imprimer_lettres(ctx, fusionner(ctx, modele, destinataires))
    duree = (time.process_time() - debut) * 1000
    return Ligne(f"{LETTRES} lettres fusionnées et imprimées", [duree], but=3_000, note="temps de processeur")
