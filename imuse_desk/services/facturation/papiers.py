"""The paper of an issued piece: made of its sealed text alone, kept byte for byte, DUPLICATA from the second one.

Looking at a piece on screen (``voir_piece``) is no printing: what leaves the screen is (``imprimer_piece``).

The library of the papers is heavy: it is loaded here only when one is made.
"""

import io
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from imuse_desk.domain.argent import INSECABLE, euros
from imuse_desk.domain.changements import Changements
from imuse_desk.domain.dates import date_fr
from imuse_desk.domain.erreurs import Introuvable, Invalide
from imuse_desk.domain.pieces import GenreReglement, Nature, Serie
from imuse_desk.domain.roles import Permission
from imuse_desk.infra.depot import Rangement
from imuse_desk.infra.iban import grouper_iban, lire_iban
from imuse_desk.models import Impression, PieceEmise, Site
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.etablissement.images import lire_du_depot
from imuse_desk.services.facturation.contenu import Contenu
from imuse_desk.services.facturation.emission import relire
from imuse_desk.services.facturation.registres import detailler

if TYPE_CHECKING:
    from imuse_desk.printing.base import Emetteur
    from imuse_desk.printing.facture import Facture
    from imuse_desk.printing.recu import Recu

FACTURE, RECU = "facture", "recu"
PROVISOIRE = "tarif plafond appliqué à titre provisoire"
RESERVES = ("", "Reçu sous réserve de l’encaissement du chèque.", "Reçu sous réserve de l’encaissement des chèques.")
TITRES_RECU = {
    GenreReglement.ANNULATION: "Annulation de reçu",
    GenreReglement.IMPAYE: "Chèque impayé",
    GenreReglement.REMBOURSEMENT: "Remboursement",
}
NOMS = {Serie.FACTURE: "facture", Serie.AVOIR: "avoir", Serie.RECU: "recu"}


@dataclass(frozen=True, slots=True)
class PapierPiece:
    """A paper made now: the name of its file, its bytes, the number of the piece, whether it says DUPLICATA.

    ``est_imprimee``: the piece was printed before, so that its next paper says DUPLICATA.
    """

    piece_id: int
    nom: str
    octets: bytes
    numero: str
    est_duplicata: bool
    changements: Changements = field(repr=False)
    est_imprimee: bool = False


@cas_d_usage(Permission.CONSULTER)
def voir_piece(ctx: Contexte, piece_id: int) -> PapierPiece:
    """The piece as it was issued, to look at: nothing is kept nor counted. Raises Introuvable."""
    with ctx.lire() as session:
        piece = _piece(session, piece_id)
        fuseau = session.get_one(Site, piece.site_id).fuseau
        est_imprimee = _est_imprimee(session, piece_id)
    octets = produire(piece, Tetes(ctx.depot, fuseau))
    return PapierPiece(
        piece.id, nom_de_piece(piece), octets, piece.affiche, est_duplicata=False,
        changements=Changements("voir_piece"), est_imprimee=est_imprimee,
    )  # fmt: skip


@cas_d_usage(Permission.CONSULTER)
def imprimer_piece(ctx: Contexte, piece_id: int, operation_id: uuid.UUID | None = None) -> PapierPiece:
    """Make the paper of a piece, keep its bytes and the trace of the printing.

    Raises Introuvable, StockagePlein, or Invalide where a name holds a character that the faces lack.
    """
    with ctx.lire() as session:
        piece = _piece(session, piece_id)
        fuseau = session.get_one(Site, piece.site_id).fuseau
        est_duplicata = _est_imprimee(session, piece_id)
    papier = _imprimer(ctx, piece, fuseau, operation_id, est_duplicata=est_duplicata)
    if papier is None:  # another desk printed it meanwhile
        papier = _imprimer(ctx, piece, fuseau, operation_id, est_duplicata=True)
    if papier is None:
        message = "a duplicate can always be made"
        raise RuntimeError(message)
    return papier


def _piece(session: Any, piece_id: int) -> PieceEmise:
    piece: PieceEmise | None = session.get(PieceEmise, piece_id)
    if piece is None:
        raise Introuvable("piece", piece_id)
    return piece


def gabarit_de_piece(piece: PieceEmise) -> str:
    """Which paper a piece is printed as."""
    return RECU if piece.serie == Serie.RECU else FACTURE


def nom_de_piece(piece: PieceEmise, *, est_duplicata: bool = False) -> str:
    """The name of its file."""
    return f"{NOMS[Serie(piece.serie)]}_{piece.affiche}{'_duplicata' if est_duplicata else ''}.pdf"


def _est_imprimee(session: Any, piece_id: int) -> bool:
    return bool(session.execute(select(exists().where(Impression.piece_id == piece_id))).scalar())


def _imprimer(
    ctx: Contexte, piece: PieceEmise, fuseau: str, operation_id: uuid.UUID | None, *, est_duplicata: bool
) -> PapierPiece | None:
    """Make the paper, keep it, then say it was printed; None where it is no longer the first one."""
    maintenant = ctx.maintenant()
    octets = produire(piece, Tetes(ctx.depot, fuseau), maintenant if est_duplicata else None)
    empreinte = ctx.depot.ranger(io.BytesIO(octets))
    nom = nom_de_piece(piece, est_duplicata=est_duplicata)

    def ecrire(unite: Unite) -> bool:
        if not est_duplicata and _est_imprimee(unite.session, piece.id):
            return False
        unite.session.add(
            Impression(
                piece_id=piece.id, gabarit=gabarit_de_piece(piece), sha256=empreinte.sha256, nom=nom,
                est_duplicata=est_duplicata, agent=unite.auteur.agent, a=unite.maintenant,
            )
        )  # fmt: skip
        unite.touche("facture", piece.id)
        return True

    fait = ctx.ecrire("imprimer_piece", ecrire, operation_id)
    if not fait.resultat:
        return None
    return PapierPiece(piece.id, nom, octets, piece.affiche, est_duplicata, fait.changements, est_imprimee=True)


class ImprimeeAilleurs(Exception):
    """Another desk printed one of these pieces while their papers were made: raised to undo, then make them again."""


class Tetes:
    """The heads of the papers as they were sealed, each with its logo read once."""

    def __init__(self, depot: Rangement, fuseau: str) -> None:
        self._depot, self._fuseau = depot, fuseau
        self._lues: dict[str, Emetteur] = {}

    def de(self, contenu: Contenu) -> "Emetteur":
        """The head of a piece; the house may have changed between two of them."""
        from imuse_desk.printing.base import Emetteur

        tete = contenu["emetteur"]
        cle = repr(tete)
        if cle not in self._lues:
            self._lues[cle] = Emetteur(
                nom=tete["nom"],
                sous_titre=tete["sous_titre"],
                lignes=tuple(tete["lignes"]),
                siret=tete["siret"],
                logo=lire_du_depot(self._depot, tete["logo"]),
                fuseau=self._fuseau,
            )
        return self._lues[cle]


def produire(piece: PieceEmise, tetes: Tetes, duplicata_a: datetime | None = None) -> bytes:
    """The PDF of a piece, from its sealed text."""
    from imuse_desk.printing.facture import produire_facture
    from imuse_desk.printing.recu import produire_recu

    contenu = relire(piece)
    emetteur = tetes.de(contenu)
    if piece.serie == Serie.RECU:
        return produire_recu(composer_recu(piece, contenu, emetteur, duplicata_a))
    return produire_facture(composer_facture(piece, contenu, emetteur, duplicata_a))


# ---- factures and avoirs


def composer_facture(
    piece: PieceEmise, contenu: Contenu, emetteur: "Emetteur", duplicata_a: datetime | None = None
) -> "Facture":
    """The printing dataclass of an invoice or a credit note."""
    from imuse_desk.printing.adresse import AdressePostale
    from imuse_desk.printing.facture import Facture, PieceCorrigee
    from imuse_desk.printing.facture_groupes import GroupeFacture, LigneFacture
    from imuse_desk.printing.facture_paiement import Echeance

    adresse, regie, corrige = contenu["adresse"], contenu["regie"], contenu.get("corrige")
    parts = contenu["echeances"]
    datees = all(part["le"] for part in parts)
    return Facture(
        emetteur=emetteur,
        adresse=AdressePostale(
            tuple(adresse["noms"]), adresse["complement"], adresse["voie"], adresse["ville"],
            adresse["pays"],
        ),
        debiteur=contenu["famille"],
        numero=contenu["numero"],
        emise_le=date.fromisoformat(contenu["emise_le"]),
        annee=contenu["annee"],
        dossier=contenu["dossier"],
        groupes=tuple(
            GroupeFacture(
                groupe["nom"],
                tuple(
                    LigneFacture(x["libelle"], x["montant"], base=detailler(x.get("periode", ""), x["base"]))
                    for x in groupe["lignes"]
                ),
                groupe["detail"],
                est_eleve=groupe["eleve_id"] is not None,
            )
            for groupe in contenu["groupes"]
        ),
        objet=_objet(contenu),
        echeances=tuple(Echeance(date.fromisoformat(x["le"]), x["montant"], x.get("moyen", "")) for x in parts)
        if datees
        else (),
        moyens=tuple(_moyens(regie, contenu["numero"])),
        compte=_compte(regie),
        tarif=regie["mentions"],
        delai="" if datees else _parts_sans_date([x["montant"] for x in parts]),
        precision=PROVISOIRE if contenu["est_provisoire"] else "",
        corrige=PieceCorrigee(corrige["numero"], date.fromisoformat(corrige["du_le"])) if corrige else None,
        empreinte=piece.empreinte,
        duplicata_a=duplicata_a,
    )  # fmt: skip


def _objet(contenu: Contenu) -> str:
    """What is called, inside a line; a credit note says why it was made."""
    objet = contenu["motif"] if contenu.get("corrige") else contenu["objet"]
    return f"{objet[:1].lower()}{objet[1:]}"


def _moyens(regie: Contenu, numero: str) -> Iterator[Any]:
    """The account where there is one, then the sentences of the régie."""
    from imuse_desk.printing.facture_paiement import MoyenPaiement

    if regie["iban"]:
        yield MoyenPaiement("Virement", (grouper_iban(regie["iban"]), f"Référence{INSECABLE}: {numero}"))
    for libelle, phrase in regie["moyens"]:
        yield MoyenPaiement(libelle, (phrase,))


def _compte(regie: Contenu) -> Any:
    """The account of the code of a transfer; none where it is not exact."""
    from imuse_desk.printing.qr_epc import CompteVirement

    if not regie["iban"] or not regie["titulaire"]:
        return None
    try:
        lire_iban(regie["iban"])
    except Invalide:
        return None
    return CompteVirement(regie["titulaire"], regie["iban"], regie["bic"])


def _parts_sans_date(montants: list[int]) -> str:
    """The calls of a year whose days are not fixed: in words, since an échéancier has dates."""
    if len(montants) < 2:
        return ""
    sommes = ", ".join(map(euros, montants))
    return f"Payable en {len(montants)}{INSECABLE}fois{INSECABLE}: {sommes}."


# ---- reçus


def composer_recu(
    piece: PieceEmise, contenu: Contenu, emetteur: "Emetteur", duplicata_a: datetime | None = None
) -> "Recu":
    """The printing dataclass of a receipt, or of the opposite entry that undoes one."""
    from imuse_desk.printing.recu import LigneReglee, Recu

    objet = contenu["objet"]
    genre = GenreReglement(objet) if objet in set(GenreReglement) else GenreReglement.ENCAISSEMENT
    cheques = sum(bool(x["numero"]) for x in contenu["titres"])
    return Recu(
        emetteur=emetteur,
        numero=contenu["numero"],
        recu_a=piece.emise_a,
        de=contenu["payeur"],
        montant_centimes=contenu["total"],
        moyen=contenu["mode"],
        lignes=tuple(
            LigneReglee(
                f"Facture {x['numero']}", x["montant"], x["total"], x["deja"], date.fromisoformat(x["du_le"])
            )
            for x in contenu["factures"]
        ),
        faits=tuple(_faits(contenu)),
        dossier=contenu["dossier"] if contenu["payeur"] == contenu["famille"] else _dossier(contenu),
        signataire=contenu["agent"],
        note=RESERVES[min(cheques, 2)] if genre is GenreReglement.ENCAISSEMENT else "",
        titre=TITRES_RECU.get(genre, "Reçu"),
        empreinte=piece.empreinte,
        duplicata_a=duplicata_a,
    )  # fmt: skip


def _dossier(contenu: Contenu) -> str:
    """Whose ledger is settled, where somebody else paid."""
    return f"{contenu['dossier']} · {contenu['famille']}"


def _faits(contenu: Contenu) -> Iterator[tuple[str, str]]:
    """What the title of the payment bears, its day where it is not that of the receipt, what is undone and why."""
    titres = contenu["titres"]
    for titre in titres:
        if titre["numero"]:
            nom = "Chèque" if len(titres) == 1 else f"Chèque {euros(titre['montant'])}"
            yield nom, ", ".join(mot for mot in (titre["numero"], titre["banque"], titre["tireur"]) if mot)
    if siret := contenu.get("payeur_siret"):
        yield "SIRET", siret
    if contenu["reference"]:
        yield "Référence", contenu["reference"]
    if contenu["encaisse_le"] != contenu["emise_le"] and not contenu.get("corrige"):
        yield "Versé le", date_fr(date.fromisoformat(contenu["encaisse_le"]))
    if corrige := contenu.get("corrige"):
        yield "Sur le reçu", f"{corrige['numero']} du {date_fr(date.fromisoformat(corrige['du_le']))}"
    if contenu["motif"]:
        yield "Motif", contenu["motif"]
    if contenu["nature"] == Nature.LOCATIONS:
        yield "Budget", Nature.LOCATIONS.libelle
