"""What is left to collect, and what the comptable was asked to collect: as sheets, and the first as a paper to sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from imuse_desk.domain.argent import euros
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Feuille, Nature, Section, Valeur
from imuse_desk.domain.pieces import Nature as Registre
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Annee, DemandeTitre, Foyer, Imputation, PieceEmise, RetraitTitre
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.envoi_selection import fusionner_par_morceaux
from imuse_desk.services.etablissement.fusion import Destinataire
from imuse_desk.services.facturation.exports import Periode, colonnes
from imuse_desk.services.facturation.numerotation import regie_de
from imuse_desk.services.relances.dus import pieces_transmises
from imuse_desk.services.relances.lettres import SANS_TEXTE
from imuse_desk.services.relances.lignes import LigneTournee, lire_lignes

RESTES = colonnes(
    ("dossier", "Dossier", Nature.TEXTE), ("famille", "Débiteur", Nature.TEXTE), ("objet", "Objet", Nature.TEXTE),
    ("piece", "Facture", Nature.TEXTE), ("emise", "Émise le", Nature.DATE), ("date", "Échéance", Nature.DATE),
    ("detail", "Situation", Nature.TEXTE), ("montant", "Reste dû", Nature.MONTANT),
)  # fmt: skip
TITRES = colonnes(
    ("date", "Demandé le", Nature.DATE), ("dossier", "Dossier", Nature.TEXTE), ("famille", "Débiteur", Nature.TEXTE),
    ("voie", "Adresse", Nature.TEXTE), ("ville", "Code postal et ville", Nature.TEXTE),
    ("objet", "Objet", Nature.TEXTE), ("pieces", "Factures", Nature.TEXTE), ("montant", "Montant", Nature.MONTANT),
    ("detail", "Retrait", Nature.TEXTE),
)  # fmt: skip
NOTE = (
    "Sommes échues et non réglées à la date de l’état, par facture\u00a0; les règlements couvrent d’abord les "
    "échéances les plus anciennes. Une facture transmise au comptable l’est pour tout ce qu’il en reste."
)


@dataclass(frozen=True, slots=True)
class Reste:
    """An invoice that is not paid: what is past due, where its collection stands."""

    dossier: str
    famille: str
    objet: str
    facture: str
    emise_le: date
    echeance: date | None
    situation: str
    montant_centimes: int


@dataclass(frozen=True, slots=True)
class RestesARecouvrer:
    """What the régie follows itself, then what it handed to the comptable."""

    regie: str
    suivis: tuple[Reste, ...]
    transmis: tuple[Reste, ...]


@cas_d_usage(Permission.EMETTRE)
def lire_restes(ctx: Contexte) -> RestesARecouvrer:
    """What is left to collect at the site consulted, today."""
    with ctx.lire() as session:
        lignes = lire_lignes(session, ctx.site_id, ctx.aujourdhui())
        suivis = tuple(reste for ligne in lignes for reste in _suivis(ligne))
        return RestesARecouvrer(regie_de(session, ctx.site_id).nom, suivis, _transmis(session, ctx.site_id))


def _objet(nature: str, annee: str) -> str:
    return f"{Registre(nature).libelle} {annee}"


def _suivis(ligne: LigneTournee) -> Sequence[Reste]:
    du, dernier = ligne.du, ligne.dernier
    dite = f"niveau {dernier[0]} le {date_fr(dernier[1])}" if dernier else "jamais relancée"
    return [
        Reste(
            du.numero, du.famille, _objet(p.nature, p.annee), p.affiche, p.emise_le, p.depuis_le,
            dite if p.piece_id in ligne.rappelees or not dernier else "jamais relancée", p.du_centimes,
        )
        for p in du.pieces
    ]  # fmt: skip


def _transmis(session: Session, site_id: int) -> tuple[Reste, ...]:
    regle = (
        select(Imputation.facture_id, func.sum(Imputation.montant_centimes).label("centimes"))
        .where(Imputation.facture_id.in_(pieces_transmises()))
        .group_by(Imputation.facture_id)
        .subquery()
    )
    reste = PieceEmise.total_centimes - func.coalesce(regle.c.centimes, 0)
    requete = (
        select(
            Foyer.numero, Foyer.libelle, PieceEmise.nature, Annee.libelle.label("annee"), PieceEmise.affiche,
            PieceEmise.emise_le, DemandeTitre.le, reste.label("reste"),
        )
        .join(Foyer, Foyer.id == DemandeTitre.foyer_id)
        .join(PieceEmise, PieceEmise.id == DemandeTitre.piece_id)
        .join(Annee, Annee.id == PieceEmise.annee_id)
        .outerjoin(regle, regle.c.facture_id == PieceEmise.id)
        .where(
            DemandeTitre.site_id == site_id, reste > 0, DemandeTitre.id.not_in(select(RetraitTitre.demande_id))
        )
        .order_by(Foyer.cle, Foyer.id, PieceEmise.id)
    )  # fmt: skip
    return tuple(
        Reste(
            x.numero, x.libelle, _objet(x.nature, x.annee), x.affiche, x.emise_le, None,
            f"titre le {date_fr(x.le)}", int(x.reste),
        )
        for x in session.execute(requete)
    )  # fmt: skip


@cas_d_usage(Permission.EMETTRE)
def exporter_restes(ctx: Contexte) -> Feuille:
    """*État des restes à recouvrer* as a sheet, an invoice a row."""
    lus = lire_restes(ctx)
    rangees = [
        (x.dossier, x.famille, x.objet, x.facture, x.emise_le, x.echeance, x.situation, x.montant_centimes)
        for x in (*lus.suivis, *lus.transmis)
    ]
    return Feuille("Restes à recouvrer", RESTES, (Section("", rangees),), un="facture", plusieurs="factures")


@cas_d_usage(Permission.EMETTRE)
def exporter_titres(ctx: Contexte, periode: Periode) -> Feuille:
    """*Demandes d'émission de titre* of a period as a sheet, a debtor a row, at the address of today.

    A request that was withdrawn keeps its row and says why; it asks for nothing.
    """
    d = DemandeTitre
    requete = (
        select(
            d.le, d.operation_id, d.foyer_id, Foyer.numero, Foyer.libelle, PieceEmise.nature,
            Annee.libelle.label("annee"), PieceEmise.affiche, d.montant_centimes,
            RetraitTitre.le.label("retire_le"), RetraitTitre.motif,
        )
        .join(Foyer, Foyer.id == d.foyer_id)
        .join(PieceEmise, PieceEmise.id == d.piece_id)
        .join(Annee, Annee.id == PieceEmise.annee_id)
        .outerjoin(RetraitTitre, RetraitTitre.demande_id == d.id)
        .where(d.site_id == ctx.site_id, d.le.between(periode.du, periode.au))
        .order_by(d.le, Foyer.cle, Foyer.id, d.id)
    )  # fmt: skip
    with ctx.lire() as session:
        lues = session.execute(requete).all()
    adresses = {
        t.foyer_id: t.adresse
        for t in fusionner_par_morceaux(ctx, SANS_TEXTE, [Destinataire(f) for f in {x.foyer_id for x in lues}])
    }
    rangees: list[Sequence[Valeur]] = []
    for cle in dict.fromkeys((x.operation_id, x.foyer_id) for x in lues):
        siennes = [x for x in lues if (x.operation_id, x.foyer_id) == cle]
        x, adresse = siennes[0], adresses.get(cle[1])
        ou = [p for p in (adresse.complement, adresse.voie) if p] if adresse else []
        ville = [p for p in (adresse.ville, adresse.pays) if p] if adresse else []
        rangees.append((
            x.le, x.numero, ", ".join(adresse.noms) if adresse else x.libelle, ", ".join(ou), ", ".join(ville),
            ", ".join(dict.fromkeys(_objet(p.nature, p.annee) for p in siennes)),
            ", ".join(p.affiche for p in siennes), *_demande(x, sum(p.montant_centimes for p in siennes)),
        ))  # fmt: skip
    return Feuille("Demandes de titre", TITRES, (Section("", rangees),), un="débiteur", plusieurs="débiteurs")


def _demande(x: Any, centimes: int) -> tuple[int | None, str]:
    """What is asked for, or what was withdrawn, when and why."""
    if x.retire_le is None:
        return centimes, ""
    return None, f"{euros(centimes)} retirés le {date_fr(x.retire_le)}\u00a0: {x.motif}"


@cas_d_usage(Permission.EMETTRE)
def papier_restes(ctx: Contexte) -> tuple[str, bytes]:
    """*État des restes à recouvrer* to sign: the name of its file, and its bytes.

    Raises Invalide where a name holds a character the faces lack.
    """
    from imuse_desk.printing.etat_restes import EtatRestes, LigneReste, produire_restes
    from imuse_desk.printing.visas import Visa
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    lu, jour = lire_restes(ctx), ctx.aujourdhui()
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)

    def lignes(restes: Sequence[Reste]) -> tuple[LigneReste, ...]:
        return tuple(
            LigneReste(x.dossier, x.famille, x.facture, x.objet, x.echeance, x.situation, x.montant_centimes)
            for x in restes
        )

    papier = EtatRestes(
        emetteur=emetteur, le=jour, faits=(("Régie", lu.regie), ("Régisseur", ctx.agent)),
        suivis=lignes(lu.suivis), transmis=lignes(lu.transmis), gauche=Visa("Le régisseur", ctx.agent), note=NOTE,
    )  # fmt: skip
    return f"restes_a_recouvrer_{jour:%Y-%m-%d}.pdf", produire_restes(papier)
