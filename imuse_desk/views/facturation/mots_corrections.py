"""What the dialogs of correction say before anything is written. Qt-free."""

from collections.abc import Mapping

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.erreurs import Invalide
from imuse_desk.domain.pieces import GenreReglement
from imuse_desk.services.facturation.compte_famille import FactureVue, LigneCorrigeable, ReglementVu

VERBES = {
    GenreReglement.ANNULATION: "Annuler le reçu",
    GenreReglement.IMPAYE: "Déclarer le chèque impayé",
    GenreReglement.REMBOURSEMENT: "Rembourser",
}
TITRES = {
    GenreReglement.ANNULATION: "Annuler le reçu {numero}",
    GenreReglement.IMPAYE: "Chèque impayé, reçu {numero}",
    GenreReglement.REMBOURSEMENT: "Rembourser le reçu {numero}",
}
PHRASES = {
    GenreReglement.ANNULATION: "Une écriture opposée, datée d’aujourd’hui et numérotée, annule ce règlement.",
    GenreReglement.IMPAYE: "La banque a rendu ce chèque\u00a0: la dette est rouverte, à la date d’aujourd’hui.",
    GenreReglement.REMBOURSEMENT: "L’argent est rendu\u00a0: une écriture opposée est datée d’aujourd’hui.",
}
FAITES = {
    GenreReglement.ANNULATION: "Reçu {numero} annulé",
    GenreReglement.IMPAYE: "Chèque du reçu {numero} déclaré impayé\u00a0: sa lettre est au menu de la ligne",
    GenreReglement.REMBOURSEMENT: "Reçu {numero} remboursé",
}
PHRASE_AVOIR = "Une facture émise ne se modifie pas\u00a0: un avoir numéroté en reprend tout ou partie."


def reglement(vu: ReglementVu) -> str:
    """A payment among those of a receipt."""
    numero = f"n°{INSECABLE}{vu.numero}, " if vu.numero else ""
    return f"{vu.mode} {numero}{euros(vu.montant_centimes)}"


def effet_oppose(vu: ReglementVu | None) -> str:
    """What is owed again."""
    if vu is None:
        return "Choisissez le règlement."
    return f"{euros(vu.montant_centimes)} redeviennent dus dans le registre de la famille."


def effet_avoir(facture: FactureVue, reprise: Mapping[int, int]) -> str:
    """What a credit note takes back, what the invoice asks for then, and what is left in the family's favour."""
    montant_centimes = sum(reprise.values())
    if not montant_centimes:
        return "Saisissez ce qui est repris."
    solde = min(montant_centimes, max(0, facture.reste_du_centimes))
    avant, apres = euros(facture.reste_du_centimes), euros(facture.reste_du_centimes - solde)
    phrases = [
        f"Avoir de {euros(montant_centimes)}.",
        f"Reste à payer sur la facture{INSECABLE}: {apres} au lieu de {avant}.",
    ]
    if montant_centimes > solde:
        phrases.append(f"{euros(montant_centimes - solde)} déjà réglés deviennent une avance de la famille.")
    return " ".join(phrases)


def ligne(vue: LigneCorrigeable) -> str:
    """A line of the invoice, under its field."""
    mots = f"{vue.qui}{INSECABLE}: {vue.libelle}, {euros(vue.montant_centimes)}"
    return mots if vue.reste_centimes == vue.montant_centimes else f"{mots}, reste {euros(vue.reste_centimes)}"


def exiger_reprise(vue: LigneCorrigeable, montant_centimes: int) -> None:
    """No more than what is left of the line, on its side of zero. Raises Invalide."""
    reste = vue.reste_centimes
    if montant_centimes * reste < 0 or abs(montant_centimes) > abs(reste):
        code = "avoir_trop_grand"
        raise Invalide(
            f"ligne_{vue.rang}", code, rang=vue.rang, montant_centimes=montant_centimes, reste_centimes=reste
        )
