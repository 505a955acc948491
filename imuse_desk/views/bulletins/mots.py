"""Words of the bulletins: columns, cells, what keeps one back, what an issue would do. Qt-free."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from imuse_desk.domain.bulletins import Motif, Ordre
from imuse_desk.domain.dates import date_fr, heure_fr
from imuse_desk.domain.enseignement import JOURS
from imuse_desk.services.suivi.bulletins import Emis, LigneBulletin, ListeBulletins
from imuse_desk.services.suivi.bulletins_eleve import BulletinEmis
from imuse_desk.services.suivi.niveaux import HoraireARevoir
from imuse_desk.services.suivi.relecture import AppreciationVue
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.listes.mots import Mots
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, lien, nom, puce, vide

BULLETINS, ELEVES = Mots("bulletin", "bulletins"), Mots("élève", "élèves")
APPRECIATIONS = Mots("appréciation", "appréciations", est_feminin=True)
LIGNES = Mots("ligne", "lignes", est_feminin=True)
ORDRES = [
    (Ordre.COURS, "par cours"),
    (Ordre.ENSEIGNANT, "par enseignant"),
    (Ordre.CYCLE, "par niveau"),
    (Ordre.NOM, "par nom"),
]
COLONNES = (
    Colonne("eleve", "Élève", 190),
    Colonne("cours", "Cours", 220, est_etirable=True),
    Colonne("relues", "Relues", 64, "droite"),
    Colonne("direction", "Direction", 84),
    Colonne("bulletin", "Bulletin", 130),
    Colonne("remis", "Remis", 110),
    Colonne("etat", "État", 210),
)
COLONNES_RELECTURE = (
    Colonne("eleve", "Élève", 190),
    Colonne("cours", "Cours", 170),
    Colonne("enseignant", "Enseignant", 140),
    Colonne("texte", "Appréciation", 260, est_etirable=True),
    Colonne("relecture", "Relecture", 150),
)
COLONNES_HORAIRES = (
    Colonne("eleve", "Élève", 190),
    Colonne("cours", "Cours demandé", 200, est_etirable=True),
    Colonne("horaire", "Horaire", 120),
    Colonne("niveau", "Niveau du résultat", 140),
    Colonne("convient", "Cours qui convient", 180),
    Colonne("etat", "Dossier", 120),
)
COLONNES_ELEVE = (
    Colonne("periode", "Période", 150, est_triable=False, est_etirable=True),
    Colonne("annee", "Année", 96, est_triable=False),
    Colonne("numero", "N°", 48, "droite", est_triable=False),
    Colonne("emis", "Émis le", 96, est_triable=False),
    Colonne("par", "Par", 150, est_triable=False),
    Colonne("remis", "Remis", 90, est_triable=False),
    Colonne("etat", "État", 110, est_triable=False),
)
_MOTIFS: Mapping[Motif, tuple[str, Ton, str]] = {
    Motif.SANS_NOTE: ("Ni note ni appréciation", "neutral", "minus-circle"),
    Motif.FEUILLE_OUVERTE: ("Feuille non validée", "warn", "warning"),
    Motif.DEJA_EMIS: ("Sans changement", "neutral", "check"),
    Motif.NON_IMPRIMABLE: ("Signe non imprimable", "bad", "warning"),
}


def cellules_eleve(ligne: BulletinEmis, fuseau: ZoneInfo) -> Sequence[Cellule]:
    """A row of the bulletins of one pupil."""
    return (
        lien(ligne.periode),
        Cellule(ligne.annee),
        Cellule(str(ligne.numero), Genre.MONTANT),
        Cellule(date_fr(ligne.emis_a.astimezone(fuseau).date())),
        Cellule(ligne.par, Genre.SECOND),
        Cellule(f"{ligne.remises} fois" if ligne.remises > 1 else "Oui") if ligne.remises else vide(),
        puce("Remplacé", "neutral", "clock-counter-clockwise") if ligne.est_remplace else puce("Émis", "ok", "check"),
    )


def dire_bulletin(ligne: BulletinEmis) -> str:
    """What printing it again does."""
    if ligne.est_remplace:
        return "Remplacé par une correction : il se voit encore tel qu’il a été émis."
    if ligne.remises:
        return "Déjà remis : réimprimé, il portera DUPLICATA. Le contenu reste celui qui a été émis."
    return "Jamais remis : réimprimer donne l’original et compte comme une remise."


def etat(ligne: LigneBulletin) -> Cellule:
    """What an issue does for a pupil, as a chip."""
    if ligne.motif is not None:
        return puce(*_MOTIFS[ligne.motif])
    return puce("Émis", "ok", "check") if ligne.numero else puce("À émettre", "info", "file-pdf")


def cellules(ligne: LigneBulletin) -> Sequence[Cellule]:
    """A pupil of the period."""
    remis = [mot for mot, est_fait in (("imprimé", ligne.est_imprime), ("envoyé", ligne.est_envoye)) if est_fait]
    emis = f"n°\u00a0{ligne.numero} du {date_fr(ligne.emis_a.astimezone().date())}" if ligne.emis_a else ""
    return (
        nom(ligne.nom, ligne.prenom),
        Cellule(", ".join(ligne.cours), Genre.SECOND),
        Cellule(f"{ligne.relues}/{ligne.appreciations}") if ligne.appreciations else vide(),
        Cellule("écrite", Genre.SECOND) if ligne.a_la_direction else vide(),
        Cellule(emis) if emis else vide(),
        Cellule(", ".join(remis), Genre.SECOND) if remis else vide(),
        etat(ligne),
    )


def expliquer(ligne: LigneBulletin) -> str:
    """The same in a sentence, for the pupil chosen."""
    qui = f"{ligne.prenom} {ligne.nom}".strip()
    if ligne.motif is Motif.SANS_NOTE:
        return f"{qui} n’a ni note ni appréciation pour cette période."
    if ligne.motif is Motif.FEUILLE_OUVERTE:
        return f"{qui}\u00a0: la direction n’a pas validé la feuille de {ligne.detail}."
    if ligne.numero:
        return f"{qui}\u00a0: bulletin émis. S’il change, un nouveau numéro le remplace."
    reste = ligne.appreciations - ligne.relues
    return f"{qui}\u00a0: {APPRECIATIONS.compte(reste)} à relire." if reste else f"{qui}\u00a0: prêt."


def prets(liste: ListeBulletins) -> list[LigneBulletin]:
    """The pupils whose bulletin may be issued, or issued again where it changed."""
    return [ligne for ligne in liste.lignes if ligne.motif is None]


def a_emettre(liste: ListeBulletins) -> int:
    """How many were never issued."""
    return sum(ligne.est_a_emettre for ligne in liste.lignes)


def details(liste: ListeBulletins) -> list[tuple[str, str]]:
    """What the last question counts."""
    siens = prets(liste)
    emis = sum(bool(ligne.numero) for ligne in siens)
    lignes = [("Jamais émis", str(len(siens) - emis))]
    if emis:
        lignes.append(("Déjà émis", f"{emis}, refaits s’ils ont changé"))
    a_relire = sum(ligne.appreciations - ligne.relues for ligne in siens)
    if a_relire:
        lignes.append(("Appréciations non relues", str(a_relire)))
    for motif, libelle in ((Motif.SANS_NOTE, "Sans note"), (Motif.FEUILLE_OUVERTE, "Feuille non validée")):
        if n := liste.compter(motif):
            lignes.append((libelle, f"{n}, écartés"))
    return lignes


def dire_emis(fait: Emis) -> str:
    """What was issued."""
    mots = f"{BULLETINS.compte(fait['emis'])} émis" if fait["emis"] else "Aucun bulletin nouveau"
    suites = []
    if fait["corrections"]:
        suites.append(f"dont {fait['corrections']} en correction")
    if fait["inchanges"]:
        suites.append(f"{fait['inchanges']} sans changement")
    if fait["ecartes"]:
        suites.append(f"{ELEVES.compte(len(fait['ecartes']))} à revoir")
    return ", ".join([mots, *suites])


# ---- proof-reading


def cellules_relecture(vue: AppreciationVue) -> Sequence[Cellule]:
    """A comment to proof-read."""
    if vue.est_relue:
        fait = puce("Corrigée" if vue.relu != vue.texte else "Relue", "ok", "check")
    elif not vue.est_validee:
        fait = puce("Feuille ouverte", "neutral", "lock-simple-open")
    else:
        fait = puce("À relire", "info", "pencil-simple")
    return (
        nom(vue.nom, vue.prenom),
        Cellule(vue.cours),
        Cellule(vue.par, Genre.SECOND),
        Cellule(" ".join(vue.imprimee.split())),
        fait,
    )


def dire_auteur(vue: AppreciationVue) -> str:
    """Whose words these are, and who read them again."""
    mots = f"Écrite par {vue.par}"
    if vue.relu_a is not None:
        mots += f" · relue par {vue.relu_par} le {date_fr(vue.relu_a.astimezone().date())}"
    return mots


# ---- times to see again


def cellules_horaire(ligne: HoraireARevoir) -> Sequence[Cellule]:
    """A line filed whose course is not of the level that the result gave."""
    horaire = f"{JOURS[ligne.jour - 1]} {heure_fr(ligne.debut)}" if ligne.jour and ligne.debut else ""
    return (
        lien(f"{ligne.nom} {ligne.prenom}".strip()),
        Cellule(f"{ligne.cours} ({ligne.niveau_cours})"),
        Cellule(horaire, Genre.SECOND) if horaire else vide(),
        Cellule(ligne.niveau),
        Cellule(ligne.convient) if ligne.convient else vide(),
        puce(ligne.etat.libelle, "neutral", ""),
    )
