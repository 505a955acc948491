"""The sentences of the marks grid."""

from collections.abc import Sequence

from imuse_desk.domain.collage import APPRECIATION
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.notes import ecrire_nombre, ecrire_saisie
from imuse_desk.services.suivi.evaluations import EcrireNotes
from imuse_desk.services.suivi.feuille import FeuilleVue
from imuse_desk.views.common.messages import texte_erreur
from imuse_desk.views.evaluations.saisie import Ecart, FeuilleSaisie, Place


def nom_de_case(saisie: FeuilleSaisie, place: Place) -> str:
    """``Imbert Lou, Lecture``."""
    rang, colonne = place
    quoi = "appréciation" if colonne == APPRECIATION else saisie.criteres[colonne].libelle
    return f"{saisie.rangees[rang].nom}, {quoi}"


def mots_erreurs(saisie: FeuilleSaisie) -> str:
    """The first refused cell and its cure, and how many others there are; empty for none."""
    erreurs = saisie.erreurs()
    if not erreurs:
        return ""
    place, erreur = erreurs[0]
    suite = _autres(len(erreurs) - 1)
    phrase = f"{nom_de_case(saisie, place)}\u00a0: {texte_erreur(erreur).court}"
    return f"{phrase} ({suite} à corriger)" if suite else phrase


def mots_conflit(saisie: FeuilleSaisie, ecarts: Sequence[Ecart], auteur: str) -> str:
    """What another desk wrote in the place of what was typed here."""
    ecart = ecarts[0]
    qui = auteur or "Un autre poste"
    nom = nom_de_case(saisie, (ecart.rang, ecart.colonne))
    autre, sienne = _court(ecart.autre), _court(ecart.sienne)
    phrase = f"{qui} vient d’écrire «\u00a0{autre}\u00a0» pour {nom}\u00a0; vous aviez tapé «\u00a0{sienne}\u00a0»."
    suite = _autres(len(ecarts) - 1)
    return f"{phrase} De même pour {suite}." if suite else phrase


def _autres(n: int) -> str:
    """``2 autres cases``; nothing for none."""
    pluriel = "s" if n > 1 else ""
    return f"{n} autre{pluriel} case{pluriel}" if n else ""


def _court(texte: str) -> str:
    net = " ".join(texte.split())
    return (net if len(net) <= 40 else f"{net[:39]}…") or "vide"


def mots_ecriture(saisie: FeuilleSaisie, commande: EcrireNotes) -> str:
    """What the status line says once it is written."""
    n = len(commande.notes) + len(commande.textes)
    if n > 1:
        return f"{n} cases enregistrées"
    if commande.textes:
        rang = saisie.rang_de(commande.textes[0].inscription_id) or 0
        return f"Appréciation enregistrée\u00a0: {saisie.rangees[rang].nom}"
    note = commande.notes[0]
    rang = saisie.rang_de(note.inscription_id) or 0
    colonne = next(r for r, c in enumerate(saisie.criteres) if c.id == note.critere_id)
    critere = saisie.criteres[colonne]
    dite = ecrire_saisie(saisie.rangees[rang].cases[colonne].note, critere.echelle)
    return (
        f"Note enregistrée\u00a0: {saisie.rangees[rang].nom}, {critere.libelle} {dite}"
        if dite
        else (f"Note effacée\u00a0: {saisie.rangees[rang].nom}, {critere.libelle}")
    )


def mots_fermee(vue: FeuilleVue) -> str:
    """Why nothing can be typed, and who changes that."""
    if vue.fermee == "feuille_validee":
        le = f" le {date_fr(vue.validee_a.date())}" if vue.validee_a is not None else ""
        suite = "Rouvrez-la pour la corriger." if vue.peut_valider else "Demandez à la direction de la rouvrir."
        return f"Feuille validée par {vue.validee_par}{le}\u00a0: elle ne change plus. {suite}"
    if vue.fermee == "saisie_close":
        limite = vue.periode.saisie_jusqu_au
        le = f" le {date_fr(limite)}" if limite is not None else ""
        return f"La saisie de {vue.periode.libelle} s’est arrêtée{le}. Demandez à la direction de prolonger la saisie."
    if vue.fermee == "annee_close":
        return "L’année est close\u00a0: ses notes ne changent plus."
    return f"Feuille rouverte\u00a0: {vue.motif}" if vue.motif else ""


def mots_bareme(vue: FeuilleVue) -> str:
    """``Contrôle continu, barème sur 5``, where the criteria share them."""
    genres = list(dict.fromkeys(c.genre for c in vue.criteres))
    maxima = list(dict.fromkeys(c.echelle.maximum for c in vue.criteres if c.echelle.est_nombre))
    mots = [", ".join(genres)] if len(genres) == 1 else []
    if maxima and all(c.echelle.est_nombre for c in vue.criteres):
        mots.append(f"barème{'s' if len(maxima) > 1 else ''} sur {' et '.join(map(ecrire_nombre, maxima))}")
    return ", ".join(mots)
