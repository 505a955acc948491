"""The card of a pupil as it is typed: its frozen form, how it is read from the base, compared and normalised."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, Invalide
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.saisie.telephones import lire_telephone
from imuse_desk.models import Adresse, DroitImage, Eleve, Foyer, Lien, Personne, PersonneAutorisee
from imuse_desk.models.base import Modifiable
from imuse_desk.models.personnes import SUPPORTS_IMAGE
from imuse_desk.services.contexte import Contexte
from imuse_desk.services.fiche_famille import LONGUEUR_NOM, LONGUEURS, TELEPHONES, lire_adresse, lire_contacts
from imuse_desk.services.saisie import Lecteur

PARTS_ADRESSE = ("numero", "voie", "complement", "cp", "ville", "pays")
CHAMPS_PERSONNE = (
    "civilite", "sexe", "nom", "prenom", "lieu_naissance", "nationalite", "situation_familiale", "email", *TELEPHONES,
)  # fmt: skip
CHAMPS_ELEVE = (
    "etablissement_scolaire", "niveau_scolaire", "utilise_coordonnees_responsable", "a_autorisation_sortie",
    "personne_a_prevenir", "tel_urgence", "alerte", "observations",
)  # fmt: skip
_COURTS = (
    "civilite", "lieu_naissance", "nationalite", "situation_familiale", "etablissement_scolaire", "niveau_scolaire",
    "personne_a_prevenir", "alerte",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SaisieRattachement:
    """The pupil in one household: the payer's share in percent as typed, and whether it is the main one."""

    foyer_id: int
    part: str = "100"
    est_principal: bool = True


@dataclass(frozen=True, slots=True)
class SaisieAutorisee:
    """Somebody outside the household who may collect the child; ``id`` is None for a new one."""

    id: int | None = None
    nom: str = ""
    lien: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class SaisieEleve:
    """A pupil as typed; ``image_*`` is None while nothing was said for the support."""

    civilite: str = ""
    sexe: str = ""
    nom: str = ""
    prenom: str = ""
    naissance: str = ""
    lieu_naissance: str = ""
    nationalite: str = ""
    situation_familiale: str = ""
    utilise_coordonnees_responsable: bool = True
    numero: str = ""
    voie: str = ""
    complement: str = ""
    cp: str = ""
    ville: str = ""
    pays: str = "FR"
    tel_domicile: str = ""
    tel_pro: str = ""
    telecopie: str = ""
    mobile: str = ""
    email: str = ""
    etablissement_scolaire: str = ""
    niveau_scolaire: str = ""
    a_autorisation_sortie: bool = False
    personne_a_prevenir: str = ""
    tel_urgence: str = ""
    alerte: str = ""
    observations: str = ""
    image_interne: bool | None = None
    image_affiche_presse: bool | None = None
    image_site_web: bool | None = None
    image_reseaux_sociaux: bool | None = None
    image_donne_par: str = ""
    foyers: tuple[SaisieRattachement, ...] = ()
    autorisees: tuple[SaisieAutorisee, ...] = ()


def en_json(saisie: SaisieEleve) -> dict[str, Any]:
    """A draft's content."""
    return asdict(saisie)


def de_json(contenu: Mapping[str, Any]) -> SaisieEleve:
    """A draft read back; fields that this version does not know are left out."""
    connus = {f.name for f in fields(SaisieEleve)} - {"foyers", "autorisees"}
    return SaisieEleve(
        **{n: v for n, v in contenu.items() if n in connus},
        foyers=tuple(SaisieRattachement(**f) for f in contenu.get("foyers", ())),
        autorisees=tuple(SaisieAutorisee(**a) for a in contenu.get("autorisees", ())),
    )


def differences(mienne: SaisieEleve, autre: SaisieEleve) -> dict[str, tuple[Any, Any]]:
    """Fields that differ, as (mine, the other's); households and authorised persons as one field each."""
    return {
        f.name: (getattr(mienne, f.name), getattr(autre, f.name))
        for f in fields(SaisieEleve)
        if getattr(mienne, f.name) != getattr(autre, f.name)
    }


@dataclass(slots=True)
class EtatEleve:
    """The rows of a pupil inside one session (never handed to a view)."""

    eleve: Eleve
    personne: Personne
    liens: list[Lien]
    adresse: Adresse | None
    droits: dict[str, DroitImage]
    autorisees: list[PersonneAutorisee]

    @property
    def version(self) -> str:
        """Fingerprint of the versions of every row of the card."""
        morceaux = [f"e{self.eleve.version}", f"p{self.personne.version}"]
        morceaux.extend(f"l{lien.id}.{lien.version}" for lien in self.liens)
        if self.adresse is not None:
            morceaux.append(f"a{self.adresse.id}.{self.adresse.version}")
        morceaux.append(f"d{max((d.id for d in self.droits.values()), default=0)}")
        morceaux.append("r" + ",".join(str(a.id) for a in self.autorisees))
        return ";".join(morceaux)

    @property
    def modification(self) -> tuple[datetime | None, str]:
        """When and by whom the card was changed last."""
        lignes: list[Modifiable] = [self.eleve, self.personne, *self.liens]
        if self.adresse is not None:
            lignes.append(self.adresse)
        dates = [(ligne.modifie_a, ligne.modifie_par or "") for ligne in lignes if ligne.modifie_a is not None]
        return max(dates) if dates else (None, "")


def charger(session: Session, eleve_id: int) -> EtatEleve:
    """Read the rows of a pupil's card in four statements. Raises Introuvable."""
    etat = charger_plusieurs(session, (eleve_id,)).get(eleve_id)
    if etat is None:
        raise Introuvable("eleve", eleve_id)
    return etat


def exiger_foyers(ctx: Contexte, session: Session, foyers: Iterable[int]) -> None:
    """The person must hold the right on the site of each household."""
    for foyer_id in foyers:
        foyer = session.get(Foyer, foyer_id)
        if foyer is None:
            raise Introuvable("foyer", foyer_id)
        ctx.exiger_sur(foyer.site_id, Permission.MODIFIER_FAMILLE)


def exiger_un_foyer(ctx: Contexte, session: Session, etat: EtatEleve) -> None:
    """A pupil's card follows the site of the main household."""
    exiger_foyers(ctx, session, [lien.foyer_id for lien in etat.liens][:1])


def charger_plusieurs(session: Session, ids: Sequence[int]) -> dict[int, EtatEleve]:
    """The rows of the cards of any number of pupils, in four statements; one who is unknown is not there."""
    lignes = session.execute(
        select(Eleve, Personne, Adresse)
        .join(Personne, Personne.id == Eleve.personne_id)
        .outerjoin(Adresse, (Adresse.personne_id == Personne.id) & Adresse.au_le.is_(None))
        .where(Eleve.id.in_(ids))
        .order_by(Adresse.id)  # the newest last: it stays
    )
    etats = {eleve.id: EtatEleve(eleve, personne, [], adresse, {}, []) for eleve, personne, adresse in lignes}
    des_personnes = {etat.personne.id: etat for etat in etats.values()}
    for lien in session.execute(
        select(Lien)
        .where(Lien.personne_id.in_(des_personnes), Lien.au_le.is_(None))
        .order_by(Lien.est_principal.desc(), Lien.id)
    ).scalars():
        des_personnes[lien.personne_id].liens.append(lien)
    for droit in session.execute(
        select(DroitImage).where(DroitImage.eleve_id.in_(etats)).order_by(DroitImage.id)
    ).scalars():
        etats[droit.eleve_id].droits[droit.support] = droit
    for autorisee in session.execute(
        select(PersonneAutorisee)
        .where(PersonneAutorisee.eleve_id.in_(etats), PersonneAutorisee.archive_a.is_(None))
        .order_by(PersonneAutorisee.id)
    ).scalars():
        etats[autorisee.eleve_id].autorisees.append(autorisee)
    return etats


def saisie_de(etat: EtatEleve) -> SaisieEleve:
    """What the form shows of a pupil."""
    champs: dict[str, Any] = {nom: getattr(etat.personne, nom) for nom in CHAMPS_PERSONNE}
    champs |= {nom: getattr(etat.eleve, nom) for nom in CHAMPS_ELEVE}
    if etat.adresse is not None:
        champs |= {nom: getattr(etat.adresse, nom) for nom in PARTS_ADRESSE}
    for support in SUPPORTS_IMAGE:
        droit = etat.droits.get(support)
        champs[f"image_{support}"] = droit.est_accorde if droit else None
    dernier = max(etat.droits.values(), key=lambda d: d.id, default=None)
    return SaisieEleve(
        **champs,
        naissance=date_fr(etat.personne.naissance_le) if etat.personne.naissance_le else "",
        image_donne_par=dernier.donne_par if dernier else "",
        foyers=tuple(SaisieRattachement(li.foyer_id, str(li.part), li.est_principal) for li in etat.liens),
        autorisees=tuple(SaisieAutorisee(a.id, a.nom, a.lien, a.telephone) for a in etat.autorisees),
    )


def normaliser(saisie: SaisieEleve, aujourdhui: date) -> tuple[SaisieEleve, tuple[Invalide, ...]]:
    """Clean every field; gives the form as it will be stored and what is to be checked. Raises FormulaireInvalide."""
    lecteur = Lecteur(aujourdhui)
    net = _lire(lecteur, saisie)
    return net, lecteur.conclure()


def avertissements(saisie: SaisieEleve, aujourdhui: date) -> tuple[Invalide, ...]:
    """What is to be checked in a form that may still hold errors."""
    lecteur = Lecteur(aujourdhui)
    _lire(lecteur, saisie)
    return tuple(lecteur.alertes)


def _lire(lecteur: Lecteur, saisie: SaisieEleve) -> SaisieEleve:
    nom = lecteur.texte("nom", saisie.nom, LONGUEUR_NOM, obligatoire=True)
    prenom = lecteur.texte("prenom", saisie.prenom, LONGUEUR_NOM, obligatoire=True)
    naissance = lecteur.date("naissance", saisie.naissance, naissance=True)
    champs: dict[str, Any] = {}
    for champ in _COURTS:
        champs[champ] = lecteur.texte(champ, getattr(saisie, champ), LONGUEURS[champ])
    champs["observations"] = lecteur.texte("observations", saisie.observations, LONGUEURS["observations"], bloc=True)
    champs |= lire_contacts(lecteur, saisie) | lire_adresse(lecteur, saisie)
    urgence = partial(lire_telephone, saisie.tel_urgence, champ="tel_urgence")
    champs["tel_urgence"] = lecteur.lu(urgence, saisie.tel_urgence)
    champs["image_donne_par"] = lecteur.texte("image_donne_par", saisie.image_donne_par, LONGUEUR_NOM)
    champs["foyers"] = _normaliser_foyers(lecteur, saisie.foyers)
    champs["autorisees"] = _normaliser_autorisees(lecteur, saisie.autorisees)
    return replace(saisie, nom=nom, prenom=prenom, naissance=date_fr(naissance) if naissance else "", **champs)


def _normaliser_foyers(lecteur: Lecteur, foyers: tuple[SaisieRattachement, ...]) -> tuple[SaisieRattachement, ...]:
    """Shares are whole percents that sum to 100; exactly one household is the main one."""
    if not foyers:
        lecteur.refuser("foyers", "foyer_manquant")
        return foyers
    if len(foyers) > 2:
        lecteur.refuser("foyers", "deux_foyers_au_plus", n=len(foyers))
    parts = [lecteur.entier(f"foyer{f.foyer_id}.part", f.part, 0, 100) for f in foyers]
    if None not in parts and sum(p or 0 for p in parts) != 100:
        lecteur.refuser(f"foyer{foyers[-1].foyer_id}.part", "parts_a_100", somme=sum(p or 0 for p in parts))
    if sum(f.est_principal for f in foyers) != 1:
        lecteur.refuser("foyers", "foyer_principal_unique")
    nets = [replace(f, part=str(p)) for f, p in zip(foyers, parts, strict=True)]
    return tuple(sorted(nets, key=lambda f: not f.est_principal))


def _normaliser_autorisees(lecteur: Lecteur, autorisees: tuple[SaisieAutorisee, ...]) -> tuple[SaisieAutorisee, ...]:
    nettes = []
    for rang, personne in enumerate(autorisees):
        if not (personne.nom.strip() or personne.lien.strip() or personne.telephone.strip()):
            continue
        lecteur.prefixe = f"autorisee{rang}."
        telephone = partial(lire_telephone, personne.telephone, champ=f"{lecteur.prefixe}telephone")
        nettes.append(
            replace(
                personne,
                nom=lecteur.texte("nom", personne.nom, LONGUEUR_NOM, obligatoire=True),
                lien=lecteur.texte("lien", personne.lien, 60),
                telephone=lecteur.lu(telephone, personne.telephone),
            )
        )
    lecteur.prefixe = ""
    return tuple(nettes)
