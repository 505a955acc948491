"""« Écrire à la sélection »: one message a household, by e-mail where one can leave, else by letter; counted first.

``preparer`` says who would be written to, ``lire_texte`` what one of them would read, ``envoyer`` writes to all of them
or to nobody. Reminders write by the same ``deposer_textes``. Address labels of the same households are a paper
(``services/papiers``): nothing is written to anybody.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict, TypeVar

from sqlalchemy import select

from imuse_desk.domain.champs_fusion import CLES
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.gabarits import verifier
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Foyer
from imuse_desk.models.bureau import CANAUX
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.courrier import deposer_message, est_adresse
from imuse_desk.services.etablissement.fusion import Destinataire, Modele, TexteFusionne, TexteModele, fusionner
from imuse_desk.services.etablissement.gabarits import LONGUEUR_CORPS, LONGUEUR_SUJET
from imuse_desk.services.etablissement.lettres import imprimer_lettres
from imuse_desk.services.lectures.coordonnees import ELEVE, adultes_des_foyers, foyers_des_rangees
from imuse_desk.services.reglages_courriel import smtp_en_vigueur
from imuse_desk.services.saisie import Lecteur

COURRIEL, LETTRE = CANAUX
ETIQUETTES = "etiquettes"
GENRE = "selection"
"""The kind of the messages written to a selection."""
MORCEAU = 500
"""Households merged at once."""
Avancer = Callable[[int, int], None]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Cible:
    """A household to write to, about some pupils or all; ``courriel`` is empty where no e-mail can reach it."""

    destinataire: Destinataire
    famille: str
    courriel: str
    a_une_adresse: bool


@dataclass(frozen=True, slots=True)
class Comptes:
    """What would leave: e-mails, letters or labels; ``sans_adresse`` letters have no full postal address, and as many
    households would have no label.
    """

    courriels: int
    lettres: int
    sans_adresse: int
    etiquettes: int = 0


@dataclass(frozen=True, slots=True)
class Selection:
    """Households in the order of the list; ``ecartes``: archived, closed or left; ``est_regle``: e-mail is set up."""

    cibles: tuple[Cible, ...]
    ecartes: int
    est_regle: bool

    def moyen(self, cible: Cible, canal: str) -> str:
        """How this household would be written to when the person asks for a channel."""
        if canal == ETIQUETTES:
            return ETIQUETTES
        return COURRIEL if canal == COURRIEL and cible.courriel else LETTRE

    def compter(self, canal: str) -> Comptes:
        """What this channel would send."""
        if canal == ETIQUETTES:
            adresses = sum(1 for cible in self.cibles if cible.a_une_adresse)
            return Comptes(0, 0, len(self.cibles) - adresses, adresses)
        lettres = [cible for cible in self.cibles if self.moyen(cible, canal) == LETTRE]
        sans_adresse = sum(1 for cible in lettres if not cible.a_une_adresse)
        return Comptes(len(self.cibles) - len(lettres), len(lettres), sans_adresse)


@dataclass(frozen=True, slots=True)
class EcrireSelection:
    """What was counted and looked at: the rows, the channel, the text, and the counts shown."""

    genre: str
    ids: tuple[int, ...]
    canal: str
    modele: Modele
    attendus: Comptes
    operation_id: uuid.UUID


class Deposes(TypedDict):
    """E-mails put in the outbox; ids of the letters, in the order of the list."""

    courriels: int
    lettres: list[int]


@dataclass(frozen=True, slots=True)
class Envoi:
    """What was done, and the letters as one PDF (empty: there was none)."""

    fait: Fait[Deposes]
    lettres: bytes


@cas_d_usage(Permission.CONSULTER)
def preparer(ctx: Contexte, genre: str, ids: Sequence[int]) -> Selection:
    """Who would be written to for households, pupils or letters (``genre``): each household once.

    A pupil of two households is written about to both, as the copies of a list do. Nobody is no error here.
    """
    with ctx.lire() as session:
        rangees = foyers_des_rangees(session, genre, ids)
        eleves: dict[int, list[int]] = {}
        for ident in ids:
            for foyer_id in rangees.get(ident, ()):
                eleves.setdefault(foyer_id, []).append(ident)
        actifs = adultes_des_foyers(session, list(eleves))
        est_regle = smtp_en_vigueur(session) is not None
    qui = [Destinataire(f, tuple(dict.fromkeys(e)) if genre == ELEVE else ()) for f, e in eleves.items() if f in actifs]
    cibles = tuple(
        Cible(t.destinataire, t.famille, next(filter(est_adresse, t.courriels), ""), t.adresse.est_complete)
        for t in fusionner_par_morceaux(ctx, TexteModele("", ""), qui)
    )
    perdus = sum(1 for ident in ids if not rangees.get(ident))
    return Selection(cibles, len(eleves) - len(cibles) + perdus, est_regle)


@cas_d_usage(Permission.CONSULTER)
def lire_texte(ctx: Contexte, modele: Modele, cible: Cible) -> TexteFusionne | None:
    """What a household would read; None when it is there no more. Raises Invalide(sujet | corps)."""
    return next(iter(fusionner(ctx, modele, (cible.destinataire,))), None)


@cas_d_usage(Permission.ENVOYER_COURRIER)
def envoyer(ctx: Contexte, commande: EcrireSelection, avancer: Avancer | None = None) -> Envoi:
    """Write to the households that were counted: e-mails to the outbox, letters in the history of each family.

    Letters are made before anything is recorded. Raises FormulaireInvalide (sujet, corps), RegleMetier(
    sans_destinataire | courriel_non_regle | selection_changee | lettre_non_imprimable), Introuvable(canal).
    """
    modele = _lire(ctx, commande)
    selection = preparer(ctx, commande.genre, commande.ids)
    if not selection.cibles:
        raise RegleMetier("sans_destinataire")
    if selection.compter(commande.canal) != commande.attendus:
        raise RegleMetier("selection_changee")
    if commande.attendus.courriels and not selection.est_regle:
        raise RegleMetier("courriel_non_regle")
    textes = fusionner_par_morceaux(ctx, modele, [cible.destinataire for cible in selection.cibles])
    adresses = {c.destinataire: c.courriel if commande.canal == COURRIEL else "" for c in selection.cibles}
    envois = [(texte, adresses[texte.destinataire]) for texte in textes]
    a_imprimer = [texte for texte, courriel in envois if not courriel]
    lettres = imprimer_lettres(ctx, a_imprimer, avancer) if a_imprimer else b""

    def ecrire(unite: Unite) -> Deposes:
        foyers = [texte.foyer_id for texte in textes]
        partis = select(Foyer.id).where(Foyer.id.in_(foyers), Foyer.archive_a.is_not(None)).limit(1)
        if len(textes) != len(selection.cibles) or unite.session.execute(partis).first() is not None:
            raise RegleMetier("selection_changee")
        return deposer_textes(unite, ctx.site_id, envois, genre=GENRE)

    return Envoi(ctx.ecrire("ecrire_selection", ecrire, commande.operation_id), lettres)


def deposer_textes(
    unite: Unite, site_id: int, envois: Sequence[tuple[TexteFusionne, str]], *, genre: str,
    avancer: Avancer | None = None,
) -> Deposes:  # fmt: skip
    """Put merged texts in the outbox, each with its e-mail address, or as a letter where that is empty.

    They share the operation as their ``lot``.
    """
    deposes = Deposes(courriels=0, lettres=[])
    for rang, (texte, courriel) in enumerate(envois):
        if avancer is not None:
            avancer(rang, len(envois))
        eleves = texte.destinataire.eleve_ids
        ident = deposer_message(
            unite, site_id=site_id, foyer_id=texte.foyer_id, genre=genre, destinataire=courriel,
            sujet=texte.sujet, corps=texte.corps, eleve_id=eleves[0] if len(eleves) == 1 else None,
            lot=unite.operation_id,
        )  # fmt: skip
        if courriel:
            deposes["courriels"] += 1
        else:
            deposes["lettres"].append(ident)
    return deposes


@cas_d_usage(Permission.CONSULTER)
def fusionner_par_morceaux(
    ctx: Contexte, modele: Modele, qui: Sequence[Destinataire], propres: Mapping[int, Mapping[str, str]] | None = None
) -> list[TexteFusionne]:
    """The merged texts of any number of recipients, nobody included; ``propres`` as ``fusionner`` reads it."""
    return [texte for morceau in _par_morceaux(qui) for texte in fusionner(ctx, modele, morceau, propres)]


def _par_morceaux(tout: Sequence[T]) -> Iterator[Sequence[T]]:
    for debut in range(0, len(tout), MORCEAU):
        yield tout[debut : debut + MORCEAU]


def _lire(ctx: Contexte, commande: EcrireSelection) -> TexteModele:
    if commande.canal not in CANAUX:
        raise Introuvable("canal", commande.canal)
    lecteur = Lecteur(ctx.aujourdhui())
    sujet = lecteur.texte("sujet", commande.modele.sujet, LONGUEUR_SUJET, obligatoire=True)
    corps = lecteur.texte("corps", commande.modele.corps, LONGUEUR_CORPS, obligatoire=True, bloc=True)
    for champ, dit in (("sujet", sujet), ("corps", corps)):
        try:
            verifier(dit, CLES, champ=champ)
        except Invalide as erreur:
            lecteur.erreurs.append(erreur)
    lecteur.conclure()
    return TexteModele(sujet, corps)
