"""A family billed 760 €, and how it pays."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from imuse_desk.domain.pieces import Nature
from imuse_desk.domain.roles import Role
from imuse_desk.models import ModeReglement, Regie, Reglement
from imuse_desk.models.passerelle import Base
from imuse_desk.services.facturation.encaissement import Encaisser, Titre, encaisser
from imuse_desk.services.facturation.lot import apercu_lot, ouvrir_lot, poursuivre_lot
from imuse_desk.services.facturation.preparation import Appel
from imuse_desk.services.facturation.verification import verifier
from tests.fabriques import Maison, maison_valmont
from tests.photos import gardee
from tests.services.lectures.outils import relever, tarif_de_cette_annee


@gardee
def a_facturer(base: Base, depot: Path) -> Maison:
    """The Valmont family, enrolled, whose year comes to 760 €."""
    maison = maison_valmont(base, depot)
    tarif_de_cette_annee(maison)
    relever(maison, "Valmont", 250_000)
    regler_regie(maison, especes_max_centimes=100_000)
    return maison


def regler_regie(maison: Maison, **champs: object) -> None:
    """Change the card of the régie; its cash limit is high here, so that a whole year may be paid in cash."""

    def ecrire(session: Session) -> None:
        regie = session.scalars(select(Regie)).one()
        for nom, valeur in champs.items():
            setattr(regie, nom, valeur)

    maison.ecrire(ecrire)


@gardee
def facturee(base: Base, dossier: Path) -> Maison:
    """The same, billed for the year under way."""
    maison = a_facturer(base, dossier / "depot")
    facturer(maison)
    return maison


def facturer(maison: Maison) -> None:
    """Call the year under way."""
    ctx = maison.ctx()
    appel = Appel(maison.ids["site"], maison.ids["source"], Nature.COTISATIONS)
    poursuivre_lot(ctx, ouvrir_lot(ctx, apercu_lot(ctx, appel)).resultat)


def mode(maison: Maison, code: str) -> int:
    """A way of paying, by its code."""
    with maison.base.lire() as session:
        return session.execute(select(ModeReglement.id).where(ModeReglement.code == code)).scalar_one()


def demande(maison: Maison, code: str, *montants: int, **autres: object) -> Encaisser:
    """A payment of the Valmont family; cheques bear a bank, a name and a number."""
    titres = tuple(
        Titre(m, banque="Banque du Val", tireur="Paul Valmont", numero=f"{rang:07d}") if code == "cheque" else Titre(m)
        for rang, m in enumerate(montants, start=1)
    )
    champs = {
        "foyer_id": maison.ids["Valmont"], "mode_id": mode(maison, code), "titres": titres,
        "annee_id": maison.ids["source"], "nature": Nature.COTISATIONS, **autres,
    }  # fmt: skip
    return Encaisser(**champs)  # type: ignore[arg-type]


def payer(maison: Maison, code: str, *montants: int, **autres: object) -> int:
    """Cash it; the id of the receipt."""
    return encaisser(maison.ctx(Role.REGISSEUR), demande(maison, code, *montants, **autres)).resultat


def reglement(maison: Maison, rang: int = 0) -> int:
    """The id of a payment, by its rank."""
    with maison.base.lire() as session:
        return session.scalars(select(Reglement.id).order_by(Reglement.id)).all()[rang]


def sans_faute(maison: Maison) -> None:
    """The base checks itself."""
    with maison.base.lire() as session:
        assert verifier(session).fautes == []
