"""Rental contracts as lines of the Locations ledger: the price that the contract states, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.locations import Designation
from imuse_desk.models import ContratLocation, Eleve, Personne
from imuse_desk.models.parmi import est_parmi
from imuse_desk.services.facturation.registres import LigneFacturee
from imuse_desk.services.reinscription.faits import Charge

ARTICLE = "LOCATION"


def lignes_de_location(session: Session, annee_id: int, foyers: Sequence[int]) -> dict[int, list[LigneFacturee]]:
    """The rental lines of households for a year, by household; a cancelled contract has none."""
    requete = (
        select(
            ContratLocation.foyer_id, ContratLocation.eleve_id, ContratLocation.du_le, ContratLocation.au_le,
            ContratLocation.prix_centimes, ContratLocation.regle_prix, ContratLocation.instrument_signe,
            Personne.prenom,
        )
        .join(Eleve, Eleve.id == ContratLocation.eleve_id)
        .join(Personne, Personne.id == Eleve.personne_id)
        .where(
            ContratLocation.annee_id == annee_id,
            est_parmi(ContratLocation.foyer_id, foyers),
            ContratLocation.annule_le.is_(None),
        )
        .order_by(ContratLocation.id)
    )  # fmt: skip
    lignes: dict[int, list[LigneFacturee]] = defaultdict(list)
    for x in session.execute(requete):
        lignes[x.foyer_id].append(
            LigneFacturee(
                eleve_id=x.eleve_id,
                enfant=x.prenom,
                article=ARTICLE,
                libelle=Designation(**x.instrument_signe).libelle,
                montant_centimes=x.prix_centimes,
                source=x.regle_prix,
                periode=f"du {date_fr(x.du_le)} au {date_fr(x.au_le)}",
            )
        )
    return lignes


def foyers_loueurs(annee_id: int) -> Select[int]:
    """The households that hire something in a year."""
    c = ContratLocation
    return select(c.foyer_id).where(c.annee_id == annee_id, c.annule_le.is_(None))


def contrats_de(charge: Charge, lignes: Sequence[LigneFacturee]) -> tuple[LigneFacturee, ...]:
    """The lines as the invoice groups them: those of a pupil who left the household are the household's own."""
    presents = {enfant.eleve_id for enfant in charge.enfants_de(charge.tete.foyer_id)}
    return tuple(x if x.eleve_id in presents else replace(x, eleve_id=None, enfant="") for x in lignes)
