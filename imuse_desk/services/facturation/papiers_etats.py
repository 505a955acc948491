"""The papers of the statements of a régie: the library that draws them is loaded only when one is made."""

from imuse_desk.domain.roles import Permission
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.facturation.etats_regie import LigneVersement, lire_journal, lire_versement
from imuse_desk.services.facturation.exports import Periode

NOTE_JOURNAL = (
    "Les reçus se suivent dans l’ordre de leurs numéros. Le cumul court depuis le premier jour de l’année civile. "
    "L’empreinte est celle du dernier reçu."
)
NOTE_VERSEMENT = (
    "Une avance reste à la ligne des avances jusqu’à la facture qu’elle règle. Les règlements annulés ou impayés sont "
    "déduits à la date où ils l’ont été."
)


@cas_d_usage(Permission.EMETTRE)
def papier_journal(ctx: Contexte, periode: Periode) -> tuple[str, bytes]:
    """The journal à souches of a period: the name of its file, and its bytes.

    Raises Invalide(au: date_avant_debut), or where a name holds a character the faces lack.
    """
    from imuse_desk.printing.journal_souches import JournalImprime, SoucheJournal, produire_journal
    from imuse_desk.printing.visas import Visa
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    lu = lire_journal(ctx, periode)
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    n, bouts = len(lu.lignes), (lu.lignes[0].recu, lu.lignes[-1].recu) if lu.lignes else ("—", "—")
    papier = JournalImprime(
        emetteur=emetteur, du=periode.du, au=periode.au,
        faits=(
            ("Régie", lu.regie), ("Recettes", str(n)), ("Reçus", f"{bouts[0]} à {bouts[1]}" if n else "aucun"),
            ("Régisseur", ctx.agent),
        ),
        souches=tuple(
            SoucheJournal(x.recu, x.le, x.dossier, x.payeur, x.mode, x.montant_centimes, x.detail)
            for x in lu.lignes
        ),
        modes=lu.modes, report_centimes=lu.report_centimes, gauche=Visa("Le régisseur", ctx.agent), note=NOTE_JOURNAL,
        empreinte=lu.empreinte,
    )  # fmt: skip
    return _nom("journal_a_souches", periode), produire_journal(papier)


@cas_d_usage(Permission.EMETTRE)
def papier_versement(ctx: Contexte, periode: Periode) -> tuple[str, bytes]:
    """The état de versement of a period: the name of its file, and its bytes.

    Raises Invalide(au: date_avant_debut), or where a name holds a character the faces lack.
    """
    from imuse_desk.printing.etat_versement import EtatVersement, LigneEtat, produire_versement
    from imuse_desk.printing.visas import Visa
    from imuse_desk.services.etablissement.emetteur import lire_emetteur

    def lignes(lues: tuple[LigneVersement, ...]) -> tuple[LigneEtat, ...]:
        return tuple(LigneEtat(x.libelle, x.montant_centimes, x.code, x.nombre, x.le) for x in lues)

    lu = lire_versement(ctx, periode)
    with ctx.lire() as session:
        emetteur = lire_emetteur(session, ctx.depot, ctx.site_id)
    compte = (("Compte", lu.iban),) if lu.iban else ()
    papier = EtatVersement(
        emetteur=emetteur, du=periode.du, au=periode.au,
        faits=(("Régie", lu.regie), *compte, ("Régisseur", ctx.agent)),
        produits=lignes(lu.produits), moyens=lignes(lu.moyens), remises=lignes(lu.remises), restes=lignes(lu.restes),
        gauche=Visa("Le régisseur", ctx.agent), note=NOTE_VERSEMENT,
    )  # fmt: skip
    return _nom("etat_de_versement", periode), produire_versement(papier)


def _nom(quoi: str, periode: Periode) -> str:
    return f"{quoi}_{periode.du:%Y-%m-%d}_{periode.au:%Y-%m-%d}.pdf"
