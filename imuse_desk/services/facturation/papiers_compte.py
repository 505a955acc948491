"""The paper of a household's account: its relevé.

It is read from the entries as they stand: it may be made again, so no printing of it is counted.
The library of the papers is heavy: it is loaded here only when one is made.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from imuse_desk.domain.erreurs import Introuvable
from imuse_desk.domain.pieces import Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.models import Foyer
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.faits_fusion import reunir_faits
from imuse_desk.services.etablissement.fusion import adresse_de
from imuse_desk.services.facturation.registre_famille import LigneRegistre, registres_de

if TYPE_CHECKING:
    from imuse_desk.printing.releve import Releve

NOTE_CHEQUES = "Les chèques sont comptés à leur réception, sous réserve d’encaissement."


@dataclass(frozen=True, slots=True)
class PapierCompte:
    """A paper made now: the name of its file and its bytes."""

    nom: str
    octets: bytes = field(repr=False)


@cas_d_usage(Permission.CONSULTER)
def faire_releve(
    ctx: Contexte, foyer_id: int, annee_id: int | None = None, nature: Nature | None = None
) -> PapierCompte:
    """The account of a household, oldest entry first: one year and ledger, or all. Raises Introuvable, Invalide."""
    from imuse_desk.printing.releve import produire_releve

    with ctx.lire() as session:
        nom, papier = lire_releve(session, ctx, foyer_id, annee_id, nature)
    return PapierCompte(nom, produire_releve(papier))


def lire_releve(
    session: Session, ctx: Contexte, foyer_id: int, annee_id: int | None = None, nature: Nature | None = None
) -> "tuple[str, Releve]":
    """What the relevé of a household prints, and the name of its file. Raises Introuvable."""
    from imuse_desk.printing.adresse import AdressePostale
    from imuse_desk.printing.releve import BlocReleve, Releve
    from imuse_desk.services.etablissement.emetteur import lire_emetteur
    from imuse_desk.services.papiers.lecture import nom_de_fichier

    foyer = lire_foyer(session, foyer_id)
    blocs = [
        bloc
        for bloc in reversed(registres_de(session, foyer_id))
        if annee_id in {None, bloc.annee_id} and nature in {None, bloc.nature}
    ]
    ou = adresse_de(reunir_faits(session, ctx, [foyer_id]).foyers[foyer_id])
    papier = Releve(
        emetteur=lire_emetteur(session, ctx.depot, foyer.site_id),
        adresse=AdressePostale(ou.noms, ou.complement, ou.voie, ou.ville, ou.pays),
        famille=foyer.libelle,
        dossier=foyer.numero,
        arrete_le=ctx.aujourdhui(),
        blocs=tuple(
            BlocReleve(f"{bloc.annee} · {bloc.nature.libelle}", tuple(map(_ecriture, reversed(bloc.lignes))))
            for bloc in blocs
        ),
        note=NOTE_CHEQUES,
    )
    precisions = (blocs[0].annee, str(nature)) if annee_id is not None and nature is not None and blocs else ()
    return nom_de_fichier("releve", foyer.numero, *precisions), papier


def _ecriture(ligne: LigneRegistre) -> Any:
    from imuse_desk.printing.releve import EcritureReleve

    return EcritureReleve(
        ligne.le, ligne.libelle, ligne.numero, ligne.debit_centimes, ligne.credit_centimes,
        ligne.mode if ligne.serie is Serie.RECU else "", ligne.est_remis,
        est_avoir=ligne.serie is not Serie.RECU,
    )  # fmt: skip


def lire_foyer(session: Session, foyer_id: int) -> Foyer:
    """A household. Raises Introuvable."""
    foyer = session.get(Foyer, foyer_id)
    if foyer is None:
        raise Introuvable("foyer", foyer_id)
    return foyer
