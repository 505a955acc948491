"""What the family screens say, Qt-free: words of fields and values, chips, rows, the form as widgets hold it."""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

from imuse_desk.domain.argent import montant as ecrire_montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.familles import (
    CreerFamille,
    ModifierFamille,
    archiver_famille,
    creer_famille,
    modifier_famille,
)
from imuse_desk.services.fiche_famille import SaisieAdulte, SaisieFamille, de_json, differences, en_json
from imuse_desk.services.lectures.familles import EnfantVu, FicheFamille, ouvrir_famille
from imuse_desk.services.listes import STATUTS, pcs
from imuse_desk.views.common.edition import Metier
from imuse_desk.views.common.familles_listees import puce_etat
from imuse_desk.views.tables.cellule import Cellule, Colonne, Genre, action, lien, vide

COLONNES_ENFANTS = (
    Colonne("eleve", "Élève", 180, est_triable=False),
    Colonne("naissance", "Né(e) le", 92, est_triable=False),
    Colonne("cours", "Cours suivis", 220, est_triable=False, est_etirable=True),
    Colonne("part", "Part", 56, "droite", est_triable=False),
    Colonne("etat", "Réinscription", 142, est_triable=False),
    Colonne("ouvrir", "", 88, est_triable=False),
)
LIBELLES = {
    "civilite": "Civilité", "nom": "Nom", "prenom": "Prénom", "naissance": "Né(e) le",
    "situation_familiale": "Situation familiale", "profession": "Profession", "pcs": "Catégorie (PCS)",
    "tel_domicile": "Tél. domicile", "tel_pro": "Tél. pro", "telecopie": "Télécopie", "mobile": "Tél. mobile",
    "email": "E-mail", "est_responsable_legal": "Responsable légal", "est_payeur": "Payeur",
    "recoit_factures": "Reçoit les factures", "recoit_courriers": "Reçoit les courriers",
    "est_a_prevenir": "À prévenir", "peut_recuperer": "Peut venir chercher", "numero": "Numéro", "voie": "Voie",
    "complement": "Complément", "cp": "Code postal", "ville": "Ville", "pays": "Pays",
    "est_confidentielle": "Adresse confidentielle", "adresse_du": "À cette adresse depuis",
    "enfants_a_charge": "Enfants à charge", "a_imposition_commune": "Imposition commune",
    "statut": "Statut de résidence", "statut_motif": "Motif du statut", "statut_preuve": "Preuve du statut",
    "statut_du": "Statut depuis le", "present": "Dans le foyer",
}  # fmt: skip
CLES_ADULTE = tuple(f.name for f in fields(SaisieAdulte) if f.name != "personne_id")
CLES_FOYER = tuple(f.name for f in fields(SaisieFamille) if f.name != "adultes")


def libelle(cle: str, saisie: SaisieFamille) -> str:
    """Words of a field; an adult's field carries the adult's name when there are several."""
    ident, point, champ = cle.partition(".")
    if not point:
        return LIBELLES.get(cle, cle)
    adulte = next((a for a in saisie.adultes if str(a.personne_id) == ident), None)
    qui = f" ({adulte.nom_complet})" if adulte is not None and len(saisie.adultes) > 1 else ""
    return f"{LIBELLES.get(champ, champ)}{qui}"


def ecrire(cle: str, valeur: Any) -> str:
    """A value as the conflict shows it."""
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    if cle == "statut":
        return STATUTS.get(valeur, str(valeur))
    if cle.endswith(".pcs") and valeur:
        return f"{valeur} · {pcs().get(valeur, '')}"
    return "" if valeur is None else str(valeur)


def _creer(ctx: Contexte, saisie: SaisieFamille) -> Fait[int]:
    return creer_famille(ctx, CreerFamille(saisie))


def _modifier(ctx: Contexte, ident: int, version: str, saisie: SaisieFamille) -> Fait[int]:
    return modifier_famille(ctx, ModifierFamille(ident, version, saisie))


METIER = Metier(
    genre="foyer",
    ecran="famille",
    ouvrir=ouvrir_famille,
    creer=_creer,
    modifier=_modifier,
    archiver=archiver_famille,
    en_json=en_json,
    de_json=de_json,
    differences=partial(differences),
    libelle=libelle,
    ecrire=ecrire,
)


def cellules_enfant(enfant: EnfantVu) -> Sequence[Cellule]:
    """A row of the card's pupils."""
    etat = vide() if enfant.etat is None else puce_etat(enfant.etat)
    naissance = date_fr(enfant.naissance_le) if enfant.naissance_le else ""
    return (
        lien(f"{enfant.prenom} {enfant.nom}".strip()),
        Cellule(naissance) if naissance else vide(),
        Cellule(" · ".join(enfant.cours), Genre.SECOND) if enfant.cours else vide(),
        Cellule(f"{enfant.part}\u00a0%") if enfant.part != 100 else vide(),
        etat,
        action("Ouvrir", "arrow-right"),
    )


def puces(vue: FicheFamille | None, *, est_modifiee: bool) -> list[tuple[str, str, str]]:
    """Chips of the header, at most four."""
    mots: list[tuple[str, str, str]] = []
    if est_modifiee:
        mots.append(("Non enregistré", "warn", "pencil-simple"))
    if vue is None:
        return mots
    if vue.archive_a is not None:
        mots.append(("Archivée", "neutral", "archive"))
    if vue.saisie.statut:
        mots.append((STATUTS.get(vue.saisie.statut, vue.saisie.statut), "neutral", "map-pin"))
    if vue.quotient is not None:
        mots.append((f"QF {ecrire_montant(vue.quotient.centimes)}", "neutral", "scales"))
    if vue.pieces_exigees:
        complet = vue.pieces_acceptees >= vue.pieces_exigees
        mots.append((f"Pièces {vue.pieces_acceptees} / {vue.pieces_exigees}", "ok" if complet else "warn", "files"))
    return mots[:4]


def annonces(vue: FicheFamille) -> list[str]:
    """Sentences that the card must not let anybody miss: majority, other household."""
    phrases = [
        f"{e.prenom} a 18 ans le {date_fr(e.majeur_le)}\u00a0: l’élève devient son propre responsable."
        for e in vue.enfants
        if e.majeur_le is not None and not e.est_responsable
    ]
    for autre in {e.autre.foyer_id: e.autre for e in vue.enfants if e.autre is not None}.values():
        qui = [e.prenom for e in vue.enfants if e.autre is not None and e.autre.foyer_id == autre.foyer_id]
        ou = "adresse confidentielle" if autre.est_confidentiel else autre.adresse
        detail = f" ({ou})" if ou else ""
        vivent = "vivent" if len(qui) > 1 else "vit"
        phrases.append(f"{_enumerer(qui)} {vivent} aussi chez {autre.responsables}{detail}, part {autre.part}\u00a0%.")
    return phrases


def _enumerer(noms: list[str]) -> str:
    """``Lina``, ``Lina et Noé``, ``Lina, Noé et Zoé``."""
    return " et ".join([", ".join(noms[:-1]), noms[-1]] if len(noms) > 1 else noms)


def valeurs(saisie: SaisieFamille, rang: int) -> dict[str, Any]:
    """What the form's fields show for an adult of the household."""
    adulte = saisie.adultes[min(rang, len(saisie.adultes) - 1)]
    imposition = {None: "", True: "oui", False: "non"}[saisie.a_imposition_commune]
    return (
        {f"foyer_{cle}": getattr(saisie, cle) for cle in CLES_FOYER}
        | {"foyer_a_imposition_commune": imposition}
        | {cle: getattr(adulte, cle) for cle in CLES_ADULTE}
    )


def saisie_de(brut: dict[str, Any], avant: SaisieFamille, rang: int) -> SaisieFamille:
    """The form's content over what was held before."""
    adulte = replace(avant.adultes[rang], **{cle: _net(brut[cle]) for cle in CLES_ADULTE if cle in brut})
    adultes = (*avant.adultes[:rang], adulte, *avant.adultes[rang + 1 :])
    champs = {cle: _net(brut[f"foyer_{cle}"]) for cle in CLES_FOYER if f"foyer_{cle}" in brut}
    champs["a_imposition_commune"] = {"oui": True, "non": False}.get(brut["foyer_a_imposition_commune"])
    return replace(avant, **champs, adultes=adultes)


def _net(valeur: Any) -> Any:
    """A list without a choice is an empty text."""
    return "" if valeur is None else valeur


def fusionner(mienne: SaisieFamille, leur: SaisieFamille, cles: set[str]) -> SaisieFamille:
    """The form with the other desk's value for these fields."""
    champs = {cle: getattr(leur, cle) for cle in cles if "." not in cle}
    leurs = {str(a.personne_id): a for a in leur.adultes}
    partis = {cle.partition(".")[0] for cle in cles if cle.endswith(".present")}
    adultes = []
    for adulte in mienne.adultes:
        ident = str(adulte.personne_id)
        if ident in partis and ident not in leurs:
            continue
        siens = {c.partition(".")[2] for c in cles if c.startswith(f"{ident}.") and ident in leurs} - {"present"}
        adultes.append(replace(adulte, **{c: getattr(leurs[ident], c) for c in siens}))
    connus = {str(a.personne_id) for a in mienne.adultes}
    adultes += [a for ident, a in leurs.items() if ident in partis and ident not in connus]
    return replace(mienne, **champs, adultes=tuple(adultes))
