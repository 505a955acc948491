"""What a ledger says: its rows, its totals, what is asked for. Qt-free."""

from collections.abc import Sequence

from imuse_desk.domain.argent import euros, montant
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.feuille import Nature as NatureValeur
from imuse_desk.domain.pieces import FamilleMode, Serie
from imuse_desk.services.facturation.compte_famille import CompteFamille
from imuse_desk.services.facturation.registre_famille import BlocRegistre, LigneRegistre
from imuse_desk.views.common.jetons import Ton
from imuse_desk.views.tables.cellule import Cellule, Colonne, case, lien
from imuse_desk.views.tables.cellule import montant as cellule_montant

COLONNES = (
    Colonne("date", "Date", 100, est_triable=False, nature=NatureValeur.DATE),
    Colonne("mode", "Mode de règlement", 150, est_triable=False),
    Colonne("numero", "Numéro d’opération", 132, est_triable=False),
    Colonne("libelle", "Libellé", 160, est_triable=False, est_etirable=True),
    Colonne("debit", "Débit\u00a0€", 84, "droite", est_triable=False, nature=NatureValeur.MONTANT),
    Colonne("credit", "Crédit\u00a0€", 84, "droite", est_triable=False, nature=NatureValeur.MONTANT),
    Colonne("remise", "Remise", 68, "centre", est_triable=False, infobulle="Remis au comptable ou rapproché"),
    Colonne("solde", "Solde\u00a0€", 88, "droite", est_triable=False, nature=NatureValeur.MONTANT),
)
PROVISOIRE = "Tarif plafond appliqué à titre provisoire"
_SERIES = {Serie.FACTURE: ("Facture", "receipt"), Serie.AVOIR: ("Avoir", "arrow-u-up-left"), Serie.RECU: ("", "wallet")}
_MODES = {
    FamilleMode.ESPECES: "coins",
    FamilleMode.CHEQUE: "bank",
    FamilleMode.CARTE: "credit-card",
    FamilleMode.VIREMENT: "swap",
    FamilleMode.EN_LIGNE: "globe",
    FamilleMode.PRELEVEMENT: "swap",
    FamilleMode.TITRE: "tag",
}


def cellules(ligne: LigneRegistre) -> Sequence[Cellule]:
    """A row of a ledger."""
    mot, icone = _SERIES[ligne.serie]
    if ligne.famille_mode is not None:
        icone = _MODES[ligne.famille_mode]
    return (
        Cellule(date_fr(ligne.le)),
        Cellule(ligne.mode or mot, icone=icone),
        lien(ligne.numero),
        Cellule(ligne.libelle, icone="hourglass-medium" if ligne.est_provisoire else "", second=_detail(ligne)),
        _somme(ligne.debit_centimes),
        _somme(ligne.credit_centimes),
        case(est_cochee=ligne.est_remis) if est_un_encaissement(ligne) else Cellule(),
        cellule_montant(montant(ligne.solde_centimes)),
    )


def _detail(ligne: LigneRegistre) -> str:
    """Who paid, where it is not the household, and the reference of the payment."""
    paye = f"payé par {ligne.payeur}" if ligne.payeur else ""
    return " · ".join(mots for mots in (paye, ligne.reference) if mots)


def est_un_encaissement(ligne: LigneRegistre) -> bool:
    """Money received, not an opposite entry."""
    return ligne.serie is Serie.RECU and ligne.credit_centimes > 0


def _somme(centimes: int) -> Cellule:
    return cellule_montant(montant(centimes)) if centimes else Cellule()


def totaux(bloc: BlocRegistre) -> tuple[tuple[str, str], ...]:
    """The totals under the rows."""
    return (
        ("Montant total facturé", euros(bloc.facture_centimes)),
        ("Montant total réglé", euros(bloc.regle_centimes)),
        ("Solde", euros(bloc.solde_centimes)),
    )


def reste(solde_centimes: int) -> tuple[str, Ton, str]:
    """The chip of what is asked for, or of what the family has in hand; nothing when it is settled."""
    if solde_centimes > 0:
        return f"Montant à payer {euros(solde_centimes)}", "warn", "wallet"
    return (f"En votre faveur {euros(-solde_centimes)}" if solde_centimes else ""), "info", "wallet"


def etat(bloc: BlocRegistre) -> tuple[str, Ton, str]:
    """The chip of the block."""
    if bloc.solde_centimes > 0:
        return "Solde dû", "warn", "wallet"
    if bloc.solde_centimes < 0:
        return "Avance", "info", "wallet"
    return "Soldée", "ok", "check-circle"


def puce_solde(compte: CompteFamille) -> tuple[tuple[str, Ton, str], ...]:
    """The chip of the page, over every block; none where nothing was ever written."""
    if not compte.blocs:
        return ()
    solde = compte.solde_centimes
    if solde > 0:
        return ((f"Solde dû {euros(solde)}", "warn", "wallet"),)
    return (reste(solde),) if solde else (("Soldée", "ok", "check-circle"),)
