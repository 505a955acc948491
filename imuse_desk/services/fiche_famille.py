"""The card of a household as it is typed: its frozen form, how it is read from the base, compared and normalised.

One shape serves the screen, the draft and the use cases: every field is what a person types (dates and numbers as
text), so that an unchanged card equals the one that was read.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, Invalide
from imuse_desk.infra.saisie.codes_postaux import lire_code_postal
from imuse_desk.infra.saisie.courriels import lire_courriel
from imuse_desk.infra.saisie.telephones import lire_telephone
from imuse_desk.models import Adresse, Foyer, Lien, Personne, StatutResidence
from imuse_desk.models.base import Modifiable
from imuse_desk.services.saisie import Lecteur

LONGUEUR_NOM = 120
LONGUEURS = {
    "profession": 120, "civilite": 20, "situation_familiale": 30, "pcs": 4, "numero": 12, "voie": 200,
    "complement": 200, "ville": 120, "lieu_naissance": 120, "nationalite": 60, "etablissement_scolaire": 120,
    "niveau_scolaire": 30, "personne_a_prevenir": 120, "alerte": 200, "observations": 4000, "motif": 200,
}  # fmt: skip
TELEPHONES = ("tel_domicile", "tel_pro", "telecopie", "mobile")
ROLES_ADULTE = (
    "est_responsable_legal", "est_payeur", "recoit_factures", "recoit_courriers", "est_a_prevenir", "peut_recuperer",
)  # fmt: skip
CHAMPS_ADRESSE = ("numero", "voie", "complement", "cp", "ville", "pays", "est_confidentielle")
_TEXTES_ADULTE = ("civilite", "situation_familiale", "profession", "pcs")


@dataclass(frozen=True, slots=True)
class SaisieAdulte:
    """An adult of the household as typed; ``personne_id`` is None for somebody new."""

    personne_id: int | None = None
    civilite: str = ""
    nom: str = ""
    prenom: str = ""
    naissance: str = ""
    situation_familiale: str = ""
    profession: str = ""
    pcs: str = ""
    tel_domicile: str = ""
    tel_pro: str = ""
    telecopie: str = ""
    mobile: str = ""
    email: str = ""
    est_responsable_legal: bool = False
    est_payeur: bool = False
    recoit_factures: bool = False
    recoit_courriers: bool = False
    est_a_prevenir: bool = False
    peut_recuperer: bool = False

    @property
    def nom_complet(self) -> str:
        """First name, family name."""
        return f"{self.prenom} {self.nom}".strip()


PREMIER_ADULTE = SaisieAdulte(
    est_responsable_legal=True, est_payeur=True, recoit_factures=True, recoit_courriers=True, est_a_prevenir=True,
    peut_recuperer=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaisieFamille:
    """A household as typed: its address and residence status of today, and its adults, the head first."""

    numero: str = ""
    voie: str = ""
    complement: str = ""
    cp: str = ""
    ville: str = ""
    pays: str = "FR"
    est_confidentielle: bool = False
    adresse_du: str = ""
    enfants_a_charge: str = ""
    a_imposition_commune: bool | None = None
    statut: str = ""
    statut_motif: str = ""
    statut_preuve: str = ""
    statut_du: str = ""
    adultes: tuple[SaisieAdulte, ...] = field(default=(PREMIER_ADULTE,))


def en_json(saisie: SaisieFamille) -> dict[str, Any]:
    """A draft's content."""
    return asdict(saisie)


def de_json(contenu: Mapping[str, Any]) -> SaisieFamille:
    """A draft read back; fields that this version does not know are left out."""
    connus = {f.name for f in fields(SaisieFamille)} - {"adultes"}
    siens = {f.name for f in fields(SaisieAdulte)}
    adultes = tuple(
        SaisieAdulte(**{nom: valeur for nom, valeur in adulte.items() if nom in siens})
        for adulte in contenu.get("adultes", ())
    )
    return SaisieFamille(**{n: v for n, v in contenu.items() if n in connus}, adultes=adultes)


def differences(mienne: SaisieFamille, autre: SaisieFamille) -> dict[str, tuple[Any, Any]]:
    """Fields that differ, as (mine, the other's): ``voie``, or ``12.nom`` for the adult of person 12."""
    ecarts: dict[str, tuple[Any, Any]] = {}
    for f in fields(SaisieFamille):
        if f.name != "adultes" and getattr(mienne, f.name) != getattr(autre, f.name):
            ecarts[f.name] = (getattr(mienne, f.name), getattr(autre, f.name))
    leurs = {a.personne_id: a for a in autre.adultes}
    miens = {a.personne_id: a for a in mienne.adultes}
    for ident in [*miens, *(i for i in leurs if i not in miens)]:
        mien, leur = miens.get(ident), leurs.get(ident)
        if mien is None or leur is None:
            ecarts[f"{ident}.present"] = (mien is not None, leur is not None)
            continue
        for f in fields(SaisieAdulte):
            if getattr(mien, f.name) != getattr(leur, f.name):
                ecarts[f"{ident}.{f.name}"] = (getattr(mien, f.name), getattr(leur, f.name))
    return ecarts


@dataclass(slots=True)
class EtatFamille:
    """The rows of a household inside one session (never handed to a view)."""

    foyer: Foyer
    adultes: list[tuple[Lien, Personne]]
    adresses: list[Adresse]
    statuts: list[StatutResidence]

    @property
    def adresse(self) -> Adresse | None:
        """The address of today."""
        return next((a for a in self.adresses if a.au_le is None), None)

    @property
    def statut(self) -> StatutResidence | None:
        """The residence status in force: the newest date, then the newest row."""
        return self.statuts[0] if self.statuts else None

    @property
    def version(self) -> str:
        """Fingerprint of the versions of every row of the card: any write by another desk changes it."""
        morceaux = [f"f{self.foyer.version}"]
        for lien, personne in self.adultes:
            morceaux.append(f"l{lien.id}.{lien.version}.p{personne.id}.{personne.version}")
        morceaux.extend(f"a{a.id}.{a.version}" for a in self.adresses if a.au_le is None)
        morceaux.append(f"s{self.statut.id if self.statut else 0}")
        return ";".join(morceaux)

    @property
    def modification(self) -> tuple[datetime | None, str]:
        """When and by whom the card was changed last."""
        modifiables: list[Modifiable] = [self.foyer, *(x for paire in self.adultes for x in paire), *self.adresses]
        lignes = [(x.modifie_a, x.modifie_par or "") for x in modifiables if x.modifie_a is not None]
        lignes.extend((s.a, s.auteur) for s in self.statuts)
        return max(lignes) if lignes else (None, "")


def charger(session: Session, foyer_id: int) -> EtatFamille:
    """Read the rows of a household's card in four statements. Raises Introuvable."""
    foyer = session.get(Foyer, foyer_id)
    if foyer is None:
        raise Introuvable("foyer", foyer_id)
    adultes = session.execute(
        select(Lien, Personne)
        .join(Personne, Personne.id == Lien.personne_id)
        .where(Lien.foyer_id == foyer_id, Lien.au_le.is_(None), Lien.role != "enfant")
        .order_by(Lien.rang, Lien.id)
    )
    adresses = session.execute(
        select(Adresse).where(Adresse.foyer_id == foyer_id).order_by(Adresse.du_le.desc(), Adresse.id.desc())
    ).scalars()
    statuts = session.execute(
        select(StatutResidence)
        .where(StatutResidence.foyer_id == foyer_id)
        .order_by(StatutResidence.du_le.desc(), StatutResidence.id.desc())
    ).scalars()
    return EtatFamille(foyer, list(adultes), list(adresses), list(statuts))


def saisie_de(etat: EtatFamille) -> SaisieFamille:
    """What the form shows of a household."""
    adresse, statut = etat.adresse, etat.statut
    champs: dict[str, Any] = {}
    if adresse is not None:
        champs |= {nom: getattr(adresse, nom) for nom in CHAMPS_ADRESSE} | {"adresse_du": date_fr(adresse.du_le)}
    if statut is not None:
        champs |= {
            "statut": statut.statut,
            "statut_motif": statut.motif,
            "statut_preuve": statut.preuve,
            "statut_du": date_fr(statut.du_le),
        }
    charge = etat.foyer.enfants_a_charge
    return SaisieFamille(
        **champs,
        enfants_a_charge="" if charge is None else str(charge),
        a_imposition_commune=etat.foyer.a_imposition_commune,
        adultes=tuple(_saisie_adulte(lien, personne) for lien, personne in etat.adultes),
    )


def _saisie_adulte(lien: Lien, personne: Personne) -> SaisieAdulte:
    noms = ("nom", "prenom", "email", *_TEXTES_ADULTE, *TELEPHONES)
    return SaisieAdulte(
        personne_id=personne.id,
        naissance=date_fr(personne.naissance_le) if personne.naissance_le else "",
        **{nom: getattr(personne, nom) for nom in noms},
        **{nom: getattr(lien, nom) for nom in ROLES_ADULTE},
    )


def normaliser(saisie: SaisieFamille, aujourdhui: date) -> tuple[SaisieFamille, tuple[Invalide, ...]]:
    """Clean every field; gives the form as it will be stored and what is to be checked.

    Adults' fields are keyed by their rank: ``0.nom``. Raises FormulaireInvalide.
    """
    lecteur = Lecteur(aujourdhui)
    net = _lire(lecteur, saisie)
    return net, lecteur.conclure()


def avertissements(saisie: SaisieFamille, aujourdhui: date) -> tuple[Invalide, ...]:
    """What is to be checked in a form that may still hold errors."""
    lecteur = Lecteur(aujourdhui)
    _lire(lecteur, saisie)
    return tuple(lecteur.alertes)


def _lire(lecteur: Lecteur, saisie: SaisieFamille) -> SaisieFamille:
    adultes = []
    for rang, adulte in enumerate(saisie.adultes):
        lecteur.prefixe = f"{rang}."
        adultes.append(_normaliser_adulte(lecteur, adulte))
    lecteur.prefixe = ""
    if not any(a.est_responsable_legal for a in adultes):
        lecteur.refuser("adultes", "responsable_manquant")
    return replace(_normaliser_foyer(lecteur, saisie), adultes=tuple(adultes))


def _normaliser_adulte(lecteur: Lecteur, adulte: SaisieAdulte) -> SaisieAdulte:
    nom = lecteur.texte("nom", adulte.nom, LONGUEUR_NOM, obligatoire=True)
    prenom = lecteur.texte("prenom", adulte.prenom, LONGUEUR_NOM)
    naissance = lecteur.date("naissance", adulte.naissance, naissance=True)
    lus: dict[str, Any] = dict(lire_contacts(lecteur, adulte))
    for champ in _TEXTES_ADULTE:
        lus[champ] = lecteur.texte(champ, getattr(adulte, champ), LONGUEURS[champ])
    return replace(adulte, nom=nom, prenom=prenom, naissance=date_fr(naissance) if naissance else "", **lus)


def lire_contacts(lecteur: Lecteur, saisie: Any) -> dict[str, str]:
    """Phones and e-mail of a form that has them, under the reader's prefix."""
    contacts = {}
    for champ in TELEPHONES:
        brut = getattr(saisie, champ)
        contacts[champ] = lecteur.lu(partial(lire_telephone, brut, champ=f"{lecteur.prefixe}{champ}"), brut)
    champ_email = f"{lecteur.prefixe}email"
    contacts["email"] = lecteur.lu(partial(lire_courriel, saisie.email, champ=champ_email), saisie.email)
    return contacts


def lire_adresse(lecteur: Lecteur, saisie: Any) -> dict[str, str]:
    """The parts of an address of a form that has them."""
    parts = {c: lecteur.texte(c, getattr(saisie, c), LONGUEURS[c]) for c in ("numero", "voie", "complement", "ville")}
    parts["cp"] = lecteur.lu(partial(lire_code_postal, saisie.cp, pays=saisie.pays), saisie.cp)
    return parts


def _normaliser_foyer(lecteur: Lecteur, saisie: SaisieFamille) -> SaisieFamille:
    parts: dict[str, Any] = dict(lire_adresse(lecteur, saisie))
    adresse_du = lecteur.date("adresse_du", saisie.adresse_du)
    charge = lecteur.entier("enfants_a_charge", saisie.enfants_a_charge, 0, 20)
    statut_du = lecteur.date("statut_du", saisie.statut_du)
    return replace(
        saisie,
        **parts,
        adresse_du=date_fr(adresse_du) if adresse_du else "",
        enfants_a_charge="" if charge is None else str(charge),
        statut_motif=lecteur.texte("statut_motif", saisie.statut_motif, LONGUEURS["motif"]),
        statut_preuve=lecteur.texte("statut_preuve", saisie.statut_preuve, LONGUEURS["motif"]),
        statut_du=date_fr(statut_du) if statut_du else "",
    )
