"""Merge a template with families or pupils: what « Écrire à la sélection », reminders and previews call.

``fusionner(ctx, gabarit, destinataires)`` gives one text a recipient, in the order given, whatever their number in a
handful of statements. ``imprimer_lettres`` (``services/etablissement/lettres.py``) makes the PDF of the texts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.champs_fusion import CLES, champs_propres
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import RegleMetier
from imuse_desk.domain.gabarits import champs, verifier
from imuse_desk.domain.gabarits import fusionner as remplir
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Eleve, Foyer, Lien
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.faits_fusion import (
    CoursLu,
    Faits,
    FoyerLu,
    MembreLu,
    foyers_des_eleves,
    reunir_faits,
)
from imuse_desk.services.listes import pays
from imuse_desk.services.reinscription.a_completer import consequence, limite, lister_a_completer, nommer


class Modele(Protocol):
    """A text with merge fields: ``GabaritVu``, ``TexteModele``."""

    @property
    def sujet(self) -> str:
        """Subject of the e-mail, title of the letter."""

    @property
    def corps(self) -> str:
        """The text."""


@dataclass(frozen=True, slots=True)
class TexteModele:
    """A text that is not recorded: typed for one occasion, or being edited."""

    sujet: str
    corps: str


@dataclass(frozen=True, slots=True)
class Destinataire:
    """To whom: a family about all its pupils (``foyer_id``), about some (``eleve_ids`` too), or pupils alone.

    Pupils without a family are written to in the main household of the first one.
    """

    foyer_id: int | None = None
    eleve_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Adresse:
    """Where a letter goes, in the parts of the postal form; a country only abroad."""

    noms: tuple[str, ...]
    complement: str
    voie: str
    ville: str
    pays: str

    @property
    def en_ligne(self) -> str:
        """Names and address on one line."""
        parts = (", ".join(self.noms), self.complement, self.voie, self.ville, self.pays)
        return ", ".join(part for part in parts if part)

    @property
    def en_lignes(self) -> str:
        """The same as it stands on an envelope."""
        parts = (*self.noms, self.complement, self.voie, self.ville, self.pays)
        return "\n".join(part for part in parts if part)

    @property
    def est_complete(self) -> bool:
        """A postman could find it."""
        return bool(self.noms and self.ville and (self.voie or self.complement))


@dataclass(frozen=True, slots=True)
class TexteFusionne:
    """A letter or e-mail ready to leave: nobody to send it to by e-mail when ``courriels`` is empty."""

    destinataire: Destinataire
    foyer_id: int
    famille: str
    dossier: str
    eleves: tuple[str, ...]
    adresse: Adresse
    courriels: tuple[str, ...]
    sujet: str
    corps: str


@cas_d_usage(Permission.CONSULTER)
def fusionner(
    ctx: Contexte, gabarit: Modele, destinataires: Sequence[Destinataire],
    propres: Mapping[int, Mapping[str, str]] | None = None,
) -> tuple[TexteFusionne, ...]:  # fmt: skip
    """The merged texts of a list of recipients, in its order, for the site and year consulted.

    ``propres`` gives, by household, the values of fields that this letter alone knows (every household, the same
    fields). Who is not in the base any more is left out. Raises Invalide(sujet | corps: accolade_seule |
    champ_fusion_inconnu), RegleMetier(sans_destinataire).
    """
    with ctx.lire() as session:
        return fusionner_dans(session, ctx, gabarit, destinataires, propres)


@cas_d_usage(Permission.CONSULTER)
def fusionner_exemple(
    ctx: Contexte, code: str, gabarit: Modele, destinataires: Sequence[Destinataire]
) -> tuple[TexteFusionne, ...]:
    """How a template being typed reads for somebody: the fields that its use alone knows hold examples.

    Raises what ``fusionner`` raises.
    """
    exemples = {champ.cle: champ.exemple for champ in champs_propres(code)}
    propres = {t.foyer_id: exemples for t in fusionner(ctx, TexteModele("", ""), destinataires)} if exemples else None
    return fusionner(ctx, gabarit, destinataires, propres)


def fusionner_dans(
    session: Session, ctx: Contexte, gabarit: Modele, destinataires: Sequence[Destinataire],
    propres: Mapping[int, Mapping[str, str]] | None = None,
) -> tuple[TexteFusionne, ...]:  # fmt: skip
    """The same inside a transaction, of what it has written so far."""
    if not destinataires:
        raise RegleMetier("sans_destinataire")
    connus = CLES.union(*(propres or {}).values())
    verifier(gabarit.sujet, connus, champ="sujet")
    verifier(gabarit.corps, connus, champ="corps")
    voulus = {*champs(gabarit.sujet), *champs(gabarit.corps)}
    seuls = [d.eleve_ids[0] for d in destinataires if d.foyer_id is None and d.eleve_ids]
    principaux = foyers_des_eleves(session, seuls, ctx.aujourdhui()) if seuls else {}
    chez = [d.foyer_id or principaux.get(next(iter(d.eleve_ids), 0)) for d in destinataires]
    foyers = sorted({foyer_id for foyer_id in chez if foyer_id is not None})
    faits = reunir_faits(session, ctx, foyers, voulus)
    communs = _communs(faits, ctx.aujourdhui(), ctx.fuseau)
    textes = []
    for destinataire, foyer_id in zip(destinataires, chez, strict=True):
        foyer = faits.foyers.get(foyer_id or 0)
        if foyer is None or not foyer.membres:
            continue
        concernes = _concernes(faits, foyer, destinataire)
        valeurs = communs | _valeurs(faits, foyer, concernes, communs) | dict((propres or {}).get(foyer.id, {}))
        textes.append(
            TexteFusionne(
                destinataire, foyer.id, valeurs["famille.nom"], foyer.numero, tuple(e.complet for e in concernes),
                adresse_de(foyer), _courriels(foyer), " ".join(remplir(gabarit.sujet, valeurs).split("\n")),
                remplir(gabarit.corps, valeurs),
            )
        )  # fmt: skip
    return tuple(textes)


def adresse_de(foyer: FoyerLu) -> Adresse:
    """The postal address of a household, one name an adult who receives letters."""
    noms = [" ".join(part for part in (m.civilite, m.prenom, m.nom) if part) for m in foyer.adultes]
    ville = f"{foyer.cp} {foyer.ville}".strip()
    etranger = pays().get(foyer.pays, foyer.pays) if foyer.pays not in {"", "FR"} else ""
    return Adresse(tuple(noms) or (foyer.libelle,), foyer.complement, foyer.voie, ville, etranger)


def enumerer(mots: Sequence[str]) -> str:
    """``Camille``, ``Camille et Thomas``, ``Camille, Thomas et Lina``: each once."""
    nets = list(dict.fromkeys(mot for mot in mots if mot))
    return " et ".join(part for part in (", ".join(nets[:-1]), *nets[-1:]) if part)


def _concernes(faits: Faits, foyer: FoyerLu, destinataire: Destinataire) -> list[MembreLu]:
    """The pupils that the letter is about: those named, else those who follow something this year, else all."""
    if destinataire.eleve_ids:
        return [e for e in foyer.eleves if e.eleve_id in destinataire.eleve_ids]
    return [e for e in foyer.eleves if e.eleve_id in faits.cours] or foyer.eleves


def _courriels(foyer: FoyerLu) -> tuple[str, ...]:
    """The addresses of those who receive letters, else of any responsable."""
    siens = [m.email for m in foyer.adultes if m.email]
    return tuple(dict.fromkeys(siens or [m.email for m in foyer.membres if m.email and m.role != "enfant"]))


def _communs(faits: Faits, aujourdhui: date, fuseau: str) -> dict[str, str]:
    maison, site, campagne = faits.maison, faits.maison.site, faits.maison.campagne

    def jour(instant: datetime) -> str:
        return date_fr(instant.astimezone(ZoneInfo(fuseau)).date())

    lieu = f"{site.cp} {site.ville}".strip()
    dernier = campagne.pieces_jusqu_a.astimezone(ZoneInfo(fuseau)).date() if campagne else None
    return {
        "campagne.annee": campagne.libelle if campagne else "",
        "campagne.ouverture": jour(campagne.ouvre_a) if campagne else "",
        "campagne.limite": jour(campagne.ferme_a) if campagne else "",
        "campagne.pieces": jour(campagne.pieces_jusqu_a) if campagne else "",
        "dossier.limite": date_fr(limite(dernier, aujourdhui, maison.delai_pieces_jours)) if campagne else "",
        "etablissement.nom": maison.nom,
        "site.nom": site.nom,
        "site.adresse": ", ".join(part for part in (*site.adresse.splitlines(), lieu) if part),
        "site.telephone": site.telephone,
        "site.courriel": site.email,
        "signataire.nom": site.signataire,
        "signataire.qualite": site.qualite_signataire,
        "date": date_fr(aujourdhui),
        "annee": maison.annee,
    }


def _valeurs(
    faits: Faits, foyer: FoyerLu, concernes: Sequence[MembreLu], communs: Mapping[str, str]
) -> dict[str, str]:  # fmt: skip
    adultes = foyer.adultes
    premier = adultes[0]
    abrege = {"Madame": "Mme", "Monsieur": "M."}.get(premier.civilite, premier.civilite)
    seul = " ".join(part for part in (abrege, premier.prenom, premier.nom) if part)
    adresse = adresse_de(foyer)
    telephones = [tel for m in adultes for tel in (m.mobile, m.tel_domicile)]
    cours = {e.eleve_id: faits.cours.get(e.eleve_id or 0, []) for e in concernes}
    return {
        "famille.nom": seul if len(adultes) == 1 else f"Famille {foyer.libelle}",
        "famille.appel": ", ".join(_appels(adultes)) or "Madame, Monsieur",
        "famille.dossier": foyer.numero,
        "famille.adresse": ", ".join(x for x in (adresse.voie, adresse.complement, adresse.ville, adresse.pays) if x),
        "famille.telephones": ", ".join(dict.fromkeys(tel for tel in telephones if tel)),
        "famille.courriels": ", ".join(_courriels(foyer)),
        "responsable.civilite": premier.civilite,
        "responsable.prenom": premier.prenom,
        "responsable.nom": premier.nom,
        "eleve.prenom": enumerer([e.prenom or e.nom for e in concernes]),
        "eleve.nom": enumerer([e.nom for e in concernes]),
        "eleve.complet": enumerer([e.complet for e in concernes]),
        "eleve.naissance": enumerer([date_fr(e.naissance_le) for e in concernes if e.naissance_le]),
        "eleve.cours": _par_eleve(
            concernes, {i: ", ".join(_libelle(c) for c in suivis) for i, suivis in cours.items()}
        ),
        "eleve.horaires": "\n".join(_horaires(e, cours[e.eleve_id], nomme=len(concernes) > 1) for e in concernes),
        "dossier.numero": foyer.dossier,
        "dossier.pieces": "\n".join(f"– {nommer(d)}" for d in foyer.pieces),
        "dossier.a_completer": lister_a_completer(foyer.pieces, faits.maison.motifs, partial(remplir, valeurs=communs)),
        "dossier.consequence": consequence(foyer.pieces),
    }


def _appels(adultes: Sequence[MembreLu]) -> list[str]:
    """``Madame``, ``Monsieur``, ``Madame, Monsieur``; both where somebody's civility is not known."""
    connus = [m.civilite for m in adultes if m.civilite in {"Madame", "Monsieur"}]
    return sorted(set(connus)) if len(connus) == len(adultes) else []


def _libelle(cours: CoursLu) -> str:
    return f"{cours.libelle} ({cours.niveau})" if cours.niveau and cours.niveau not in cours.libelle else cours.libelle


def _par_eleve(eleves: Sequence[MembreLu], mots: dict[int | None, str]) -> str:
    """The words of one pupil; of several, each after his name."""
    if len(eleves) == 1:
        return mots[eleves[0].eleve_id]
    return "\u00a0; ".join(f"{e.prenom}\u00a0: {mots[e.eleve_id]}" for e in eleves if mots[e.eleve_id])


def _horaires(eleve: MembreLu, suivis: Sequence[CoursLu], *, nomme: bool) -> str:
    tete = f"{eleve.prenom}, " if nomme else ""
    return "\n".join(f"– {tete}{_libelle(c)}\u00a0: {c.horaire or 'horaire à venir'}" for c in suivis)


@cas_d_usage(Permission.CONSULTER)
def exemple(ctx: Contexte) -> tuple[Destinataire, str] | None:
    """A family of the site with a pupil, to show a text with: None in a house without one."""
    with ctx.lire() as session:
        ligne = session.execute(
            select(Foyer.id, Foyer.libelle)
            .join(Lien, Lien.foyer_id == Foyer.id)
            .join(Eleve, Eleve.personne_id == Lien.personne_id)
            .where(Foyer.site_id == ctx.site_id, Foyer.archive_a.is_(None), Lien.au_le.is_(None))
            .order_by(Foyer.id)
            .limit(1)
        ).first()
    return None if ligne is None else (Destinataire(ligne.id), ligne.libelle)
