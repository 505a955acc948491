"""A dossier's price: which zone, which quotient and why, the children's ranks, and the share of each household."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.reglages import FRAIS_FOYER_PRINCIPAL
from imuse_desk.domain.reinscription import SANS_PLACE, Effet, EtatDossier, EtatPiece, Exigence
from imuse_desk.domain.tarifs.foyers import Cote, parts_deux_foyers
from imuse_desk.domain.tarifs.proration import Sejour
from imuse_desk.services.reinscription.exigences import EnfantExigence, FaitsExigence, PieceDue, exigences
from imuse_desk.services.reinscription.faits import Charge, CoursOffert, Enfant, FaitsFoyer, Membre
from imuse_desk.services.reinscription.offre import cours_demandes
from imuse_desk.services.reinscription.reductions import reductions_accordees
from imuse_desk.services.reinscription.residence import statut_deduit
from imuse_desk.services.tarification import (
    Bareme,
    Chiffrage,
    CoursTarif,
    EnfantChiffre,
    EnfantTarif,
    EtiquetteVue,
    FaitsEnfant,
    LignePrix,
    RemisePrix,
    ZoneVue,
    bareme,
    chiffrer,
    zone_de,
)

PROVISOIRES = frozenset({"piece_manquante", "piece_refusee", "a_relever"})
ENTIERE = 100


@dataclass(frozen=True, slots=True)
class QuotientVu:
    """The quotient applied, or why none is: ``situation`` is a code, None in cents means the ceiling.

    ``connu``, ``a_verifier`` (its document is not accepted yet), ``piece_manquante``, ``piece_refusee``, ``a_relever``
    (ceiling, provisional), ``decline`` (ceiling, final), ``non_demande`` (this household owes no income).
    """

    situation: str
    centimes: int | None = None
    genre: str | None = None
    date_document_le: date | None = None
    piece: str = ""
    document: str = ""
    est_masque: bool = False

    @property
    def est_provisoire(self) -> bool:
        """The ceiling is applied until a document comes."""
        return self.situation in PROVISOIRES


@dataclass(frozen=True, slots=True)
class PartAutreFoyer:
    """Who pays the rest of a shared child's price, and which share: what it pays would tell its quotient."""

    foyer: str
    part: int


@dataclass(frozen=True, slots=True)
class PrixEnfant:
    """A child's price in this household."""

    eleve_id: int
    prenom: str
    rang: int
    est_rang_provisoire: bool
    part: int
    lignes: tuple[LignePrix, ...]
    etiquettes: tuple[EtiquetteVue, ...]
    indetermines: tuple[str, ...]
    refus: tuple[tuple[str, str], ...]
    total_centimes: int | None
    autre_foyer: PartAutreFoyer | None = None


@dataclass(frozen=True, slots=True)
class PrixVu:
    """The price live; ``total_centimes`` is None where it is not known (``raison``), never 0 by default.

    ``avec_quotient_centimes``: what it would be once the missing document is there, where the quotient is known.
    """

    grille: str
    numero: int
    zone: ZoneVue
    quotient: QuotientVu
    enfants: tuple[PrixEnfant, ...]
    lignes_foyer: tuple[LignePrix, ...]
    remises: tuple[RemisePrix, ...]
    etiquettes: tuple[EtiquetteVue, ...]
    total_centimes: int | None
    raison: str = ""
    avec_quotient_centimes: int | None = None

    @property
    def est_provisoire(self) -> bool:
        """Ceiling until a document comes, quotient unverified, or rank that may move."""
        rang = any(e.est_rang_provisoire for e in self.enfants)
        return rang or self.quotient.est_provisoire or self.quotient.situation == "a_verifier"


def dues_de(charge: Charge, foyer_id: int | None = None) -> tuple[PieceDue, ...]:
    """The pieces that a household owes (the dossier's own by default)."""
    ici = charge.foyers[foyer_id or charge.tete.foyer_id]
    statut, origine = statut_de(charge, ici)
    enfants = [e for e in charge.enfants_de(ici.foyer_id) if e.etat not in SANS_PLACE]
    ailleurs = {e.eleve_id for e in enfants if e.membre.de_dossier_id not in (None, charge.tete.dossier_id)}
    faits = FaitsExigence(
        statut,
        origine,
        ici.enfants_a_charge,
        len(charge.enfants_de(ici.foyer_id)),
        ici.a_imposition_commune,
        len(charge.adultes(ici.foyer_id)),
    )
    vus = [EnfantExigence(e.eleve_id, e.prenom, _specialites(charge, e), e.eleve_id not in ailleurs) for e in enfants]
    return exigences(charge.types, faits, vus, [p for p in charge.pieces if p.foyer_id == ici.foyer_id])


def _specialites(charge: Charge, enfant: Enfant) -> frozenset[str]:
    demandees = [cours.specialite for cours, _ in cours_demandes(charge, enfant)]
    return frozenset(demandees or [s.specialite for s in enfant.suivis])


def statut_de(charge: Charge, foyer: FaitsFoyer) -> tuple[str, str]:
    """Residence status, and whether a person decided it (``decide``) or the town proposes it (``commune``)."""
    if foyer.statut:
        return foyer.statut, "decide"
    tete = charge.tete
    deduit = statut_deduit(
        charge.petites.tables, foyer.cp or "", foyer.ville or "", site_cp=tete.site_cp, site_ville=tete.site_ville,
        le=tete.debut_le,
    )  # fmt: skip
    return deduit, "commune"


def _zone_du_site(charge: Charge) -> ZoneVue:
    return zone_de(charge.petites.tables, charge.tete.site_cp, charge.tete.site_ville)


def zone_du_foyer(charge: Charge, foyer: FaitsFoyer) -> ZoneVue:
    """Table (b), overridden by an exception of the year, or by a residence status that a person decided."""
    if foyer.zone:
        return ZoneVue(foyer.zone, "exception", f"{foyer.zone_motif} ({foyer.zone_auteur})")
    selon_commune = zone_de(charge.petites.tables, foyer.cp or "", foyer.ville or "")
    du_site = _zone_du_site(charge)
    if foyer.statut in {"resident", "assimile"} and selon_commune.code != du_site.code:
        return ZoneVue(du_site.code, "statut", foyer.statut_motif or foyer.statut)
    if foyer.statut == "exterieur" and selon_commune.code == du_site.code:
        defaut = next((r for r in charge.petites.tables.zones if not r.t1 and not r.t2), None)
        return ZoneVue(defaut.t3 if defaut else None, "statut", foyer.statut_motif or "exterieur")
    return selon_commune


def quotient_de(charge: Charge, foyer: FaitsFoyer, dues: Sequence[PieceDue]) -> QuotientVu:
    """The quotient that applies to a household, from its declaration, its documents and what was recorded."""
    if foyer.revenus_declines_le is not None:
        return QuotientVu("decline")
    exigees = [d for d in dues if d.effet is Effet.TARIF and d.exigence is Exigence.OBLIGATOIRE]
    manque = [d for d in exigees if d.etat in {EtatPiece.A_FOURNIR, EtatPiece.REFUSEE}]
    piece = next((p for p in charge.pieces if p.piece_id == foyer.quotient_piece_id), None)
    if piece is not None and piece.etat == EtatPiece.REFUSEE:
        return QuotientVu("piece_refusee", piece=piece.nom_original)
    if manque:
        refusee = any(d.etat is EtatPiece.REFUSEE for d in manque)
        return QuotientVu("piece_refusee" if refusee else "piece_manquante", piece=manque[0].type.libelle)
    if foyer.quotient_id is None:
        return QuotientVu("a_relever") if exigees else QuotientVu("non_demande")
    vus = [d.etat for d in exigees] + ([EtatPiece(piece.etat)] if piece else [])
    return QuotientVu(
        "a_verifier" if EtatPiece.A_VERIFIER in vus else "connu",
        foyer.quotient_centimes,
        foyer.quotient_genre,
        foyer.quotient_le,
        document=piece.nom_original if piece else "",
    )


@dataclass(frozen=True, slots=True)
class _Cote:
    """One household priced by itself."""

    foyer: FaitsFoyer
    quotient: QuotientVu
    zone: ZoneVue
    etiquettes: tuple[EtiquetteVue, ...]
    enfants: tuple[Enfant, ...]
    chiffrage: Chiffrage

    @property
    def payants(self) -> list[tuple[Enfant, EnfantChiffre]]:
        """The pupils who ask for something, with their lines."""
        chiffres = {chiffre.eleve_id: chiffre for chiffre in self.chiffrage.enfants}
        return [(e, chiffres[e.eleve_id]) for e in self.enfants if e.eleve_id in chiffres]


def prix_de(
    charge: Charge,
    dues: Sequence[PieceDue],
    *,
    montrer_revenus: bool,
    dues_ailleurs: Callable[[Charge, int], Sequence[PieceDue]] = dues_de,
) -> PrixVu | None:
    """Price a dossier; None where no grid is in force. Without ``montrer_revenus``, nothing tells the quotient.

    ``dues_ailleurs`` says which pieces the other household of shared children owes.
    """
    tete = charge.tete
    if tete.grille_contenu is None:
        return None
    applicable = bareme(
        tete.grille_contenu, tete.grille_libelle or "", tete.grille_numero or 0, charge.petites.tables, tete.debut_le
    )
    ici = _coter(charge, applicable, charge.foyer, dues)
    autres = {
        foyer_id: _coter(charge, applicable, foyer, dues_ailleurs(charge, foyer_id))
        for foyer_id, foyer in charge.foyers.items()
        if foyer_id != tete.foyer_id
    }
    prix = _assembler(charge, applicable, ici, autres)
    avec_quotient = _avec_quotient(charge, applicable, ici, autres)
    if avec_quotient is not None:
        prix = replace(prix, avec_quotient_centimes=avec_quotient)
    return prix if montrer_revenus else masquer(prix)


def _coter(
    charge: Charge, applicable: Bareme, foyer: FaitsFoyer, dues: Sequence[PieceDue], *, force: int | None = None
) -> _Cote:
    quotient = quotient_de(charge, foyer, dues)
    zone = zone_du_foyer(charge, foyer)
    etiquettes = tuple(
        EtiquetteVue(m.t1, "manuelle", f"{m.t2} ({m.t3})") for m in charge.petites.manuelles if m.n1 == foyer.foyer_id
    )
    enfants = charge.enfants_de(foyer.foyer_id)
    faits = [_enfant_tarif(charge, applicable, e) for e in enfants]
    valeur = quotient.centimes if force is None else force
    chiffrage = chiffrer(applicable, zone.code, valeur, [e.code for e in etiquettes], faits)
    return _Cote(foyer, quotient, zone, etiquettes, enfants, chiffrage)


def _enfant_tarif(charge: Charge, applicable: Bareme, enfant: Enfant) -> EnfantTarif:
    demandes = () if enfant.etat in SANS_PLACE else cours_demandes(charge, enfant)
    cours = tuple([_cours_tarif(cours, ligne.cycle, ligne.sejour) for cours, ligne in demandes])
    manuelles = tuple(m.t1 for m in charge.petites.manuelles if m.n2 == enfant.eleve_id)
    age = applicable.age(enfant.membre.naissance_le)
    return EnfantTarif(enfant.eleve_id, enfant.prenom, age, FaitsEnfant(cours, bool(enfant.suivis), manuelles))


def _cours_tarif(cours: CoursOffert, cycle: int | None, sejour: Sejour) -> CoursTarif:
    return CoursTarif(
        libelle=cours.libelle,
        cursus_id=cours.cursus_id,
        discipline_id=cours.discipline_id,
        cycle=cours.cycle if cycle is None else cycle,
        ha=cours.ha,
        est_individuelle=cours.est_individuelle,
        specialite=cours.specialite,
        cursus_code=cours.cursus_code,
        discipline_code=cours.discipline_code,
        sejour=sejour,
    )


def _assembler(charge: Charge, applicable: Bareme, ici: _Cote, autres: dict[int, _Cote]) -> PrixVu:
    payants = ici.payants
    attendus = {e.eleve_id for e in ici.enfants if _est_attendu(e)}
    enfants = [
        _prix_enfant(enfant, chiffre, ici, autres, est_rang_provisoire=bool(attendus - {enfant.eleve_id}))
        for enfant, chiffre in payants
    ]
    lignes_foyer = ici.chiffrage.lignes_foyer if _paie_les_frais(charge, ici, payants) else ()
    accordees = reductions_accordees(charge, ici.foyer.foyer_id, enfants, lignes_foyer, ici.chiffrage.remises)
    remises = (*ici.chiffrage.remises, *accordees)
    frais = sum(x.montant_centimes for x in lignes_foyer)
    total: int | None = frais + sum(x.montant_centimes for x in remises)
    for vu in enfants:
        total = None if total is None or vu.total_centimes is None else total + vu.total_centimes
    raison = ""
    if ici.chiffrage.refus_foyer:
        total, raison = None, "refus"
    elif total is None:
        raison = "refus" if any(e.refus for e in enfants) else "indetermine"
    return PrixVu(
        applicable.libelle, applicable.numero, ici.zone, ici.quotient, tuple(enfants), lignes_foyer,
        remises, ici.etiquettes, total, raison,
    )  # fmt: skip


def _paie_les_frais(charge: Charge, ici: _Cote, payants: Sequence[tuple[Enfant, EnfantChiffre]]) -> bool:
    """Household fees in the main household of some child of it (a setting), else in each."""
    if not charge.petites.reglages.get(FRAIS_FOYER_PRINCIPAL.cle, True):
        return True
    return any(enfant.parts[ici.foyer.foyer_id].est_principal for enfant, _ in payants)


def _prix_enfant(
    enfant: Enfant, chiffre: EnfantChiffre, ici: _Cote, autres: dict[int, _Cote], *, est_rang_provisoire: bool
) -> PrixEnfant:
    lien = enfant.parts[ici.foyer.foyer_id]
    second = next((f for f in enfant.parts if f in autres), None) if autres else None
    total, lignes, part_autre = chiffre.total_centimes, chiffre.lignes, None
    part = lien.part if second is not None else ENTIERE
    if second is not None:
        lignes, part_autre, total = _partager(enfant, chiffre, lien, autres[second])
    rang = max([x.rang for x in chiffre.lignes if x.nature == "course"], default=1)
    return PrixEnfant(
        enfant.eleve_id,
        enfant.prenom,
        rang,
        est_rang_provisoire,
        part,
        lignes,
        chiffre.etiquettes,
        chiffre.indetermines,
        chiffre.refus,
        total,
        part_autre,
    )


def _est_attendu(enfant: Enfant) -> bool:
    """The ranks of the others wait for a pupil who has not answered yet: no answer at all, or nothing ticked."""
    if enfant.etat is EtatDossier.EN_SAISIE:
        return not any(x.est_demandee for x in enfant.lignes)
    return enfant.etat is EtatDossier.SANS_REPONSE


def _partager(
    enfant: Enfant, chiffre: EnfantChiffre, lien: Membre, autre: _Cote
) -> tuple[tuple[LignePrix, ...], PartAutreFoyer, int | None]:
    """Each household pays its share of its own price, line by line; without a price there, the share is not known."""
    la_bas = enfant.parts[autre.foyer.foyer_id]
    en_face = autre.chiffrage.enfant(enfant.eleve_id)
    libelle = autre.foyer.libelle
    cote: Cote = "a" if lien.est_principal else "b"
    reste = list(en_face.lignes) if en_face else []
    lignes = []
    try:
        for ligne in chiffre.lignes:
            jumelle = next((x for x in reste if x.article == ligne.article), None)
            if jumelle is not None:
                reste.remove(jumelle)
            montant_autre = jumelle.montant_centimes if jumelle else 0
            du, _ = parts_deux_foyers(ligne.montant_centimes, montant_autre, lien.part, la_bas.part, cote)
            lignes.append(replace(ligne, montant_centimes=du))
    except Invalide:  # the two shares exceed 100 %: the family's card must be put right first
        return chiffre.lignes, PartAutreFoyer(libelle, la_bas.part), None
    total = sum(x.montant_centimes for x in lignes) if chiffre.est_determine else None
    return tuple(lignes), PartAutreFoyer(libelle, la_bas.part), total


def _avec_quotient(charge: Charge, applicable: Bareme, ici: _Cote, autres: dict[int, _Cote]) -> int | None:
    """The total with the recorded quotient, where the ceiling only waits for a document."""
    if not ici.quotient.est_provisoire or ici.foyer.quotient_centimes is None:
        return None
    complet = _coter(charge, applicable, ici.foyer, (), force=ici.foyer.quotient_centimes)
    return _assembler(charge, applicable, complet, autres).total_centimes


def masquer(prix: PrixVu) -> PrixVu:
    """The same price for somebody who may not read incomes: amounts stay, what tells the quotient goes."""

    def sans(lignes: tuple[LignePrix, ...]) -> tuple[LignePrix, ...]:
        return tuple(replace(x, calcul=None) for x in lignes)

    return replace(
        prix,
        quotient=QuotientVu(prix.quotient.situation, est_masque=True),
        enfants=tuple(replace(e, lignes=sans(e.lignes)) for e in prix.enfants),
        lignes_foyer=sans(prix.lignes_foyer),
        avec_quotient_centimes=None,
    )


def _lignes_des_enfants(brut: dict[str, Any], prix: PrixVu) -> list[tuple[Any, tuple[LignePrix, ...]]]:
    return [(gele["lignes"], enfant.lignes) for gele, enfant in zip(brut["enfants"], prix.enfants, strict=True)]


def geler(prix: PrixVu | None) -> dict[str, Any] | None:
    """The price as plain JSON, kept with the deposit."""
    if prix is None:
        return None
    brut = asdict(prix)
    for gelees, lignes in ((brut["lignes_foyer"], prix.lignes_foyer), *_lignes_des_enfants(brut, prix)):
        for gelee, ligne in zip(gelees, lignes, strict=True):
            del gelee["calcul"]
            gelee |= {"arithmetique": ligne.arithmetique, "explications": ligne.explications}
    jour = brut["quotient"]["date_document_le"]
    brut["quotient"]["date_document_le"] = jour.isoformat() if jour else None
    return {**brut, "est_provisoire": prix.est_provisoire}
