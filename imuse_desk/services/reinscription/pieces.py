"""Bring in, remove, accept and refuse the pieces of a dossier; what the machine sees on arrival is kept as facts."""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from imuse_desk.documents.composition import Assemblage
from imuse_desk.documents.examen import Examen
from imuse_desk.documents.messages import phrase
from imuse_desk.domain.erreurs import Introuvable, Invalide, RegleMetier
from imuse_desk.domain.reglages import PAGES_MAX_PIECE, PHOTOS_ACCEPTEES, TAILLE_MAX_PIECE_MO
from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.roles import Permission
from imuse_desk.domain.textes import nettoyer, plier
from imuse_desk.domain.verification.constats import EtatRegle, Source
from imuse_desk.models import Campagne, Dossier, Eleve, FaitVerifie, Foyer, Personne, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Fait, Unite
from imuse_desk.services.admission import MO, ORIGINE, PROVENANCES, FichierAdmis, admettre_en_pdf, faits_de
from imuse_desk.services.annulation import inverse, rendre_annulable
from imuse_desk.services.contexte import Contexte, cas_d_usage
from imuse_desk.services.garde import arrivage, garder_document
from imuse_desk.services.reinscription.acces import date_du_site, exiger_dossier, exiger_motif, jour, verifier_version
from imuse_desk.services.reinscription.charge import charger
from imuse_desk.services.reinscription.etat import actualiser_etats
from imuse_desk.services.reinscription.faits import Charge, Tete, TypeFait
from imuse_desk.services.verification.blocage import regles_bloquees
from imuse_desk.services.verification.empreintes import numeros_dossiers
from imuse_desk.services.verification.ensembles import rejuger, tenir_foyer
from imuse_desk.services.verification.faits import detail_tenu
from imuse_desk.services.verification.tenir import tenir_piece

RECUE = "recue"
"""What became of a file that was recorded."""
TROP_DE_PAGES = "trop_de_pages"
ACCEPTEE_MALGRE = "acceptee_malgre"
"""The fact that says why a piece was taken against a rule that blocks."""
MOTIF_MAX = 300
_HORS_NOM = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ImporterPieces:
    """Files for one row of *pièces à fournir*, or documents to make of their pages.

    ``derogation`` is the reason for taking a late one.
    """

    dossier_id: int
    type_id: int
    chemins: tuple[Path | Assemblage, ...]
    eleve_id: int | None = None
    derogation: str = ""
    operation_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class PieceImportee:
    """What became of one file: recorded (``piece_id``), or not, with a code and its French sentence.

    Codes: ``recue``, ``deja_la`` (the same file already stands on this row), ``disque_plein``, or a verdict of the
    documents process (``pas_un_pdf``, ``protege``, ``fichier_vide``, ``trop_gros``…), or ``trop_de_pages``.
    """

    fichier: str
    piece_id: int | None
    code: str
    message: str = ""

    @property
    def est_recue(self) -> bool:
        """The file was recorded."""
        return self.code == RECUE


@dataclass(frozen=True, slots=True)
class DeciderPiece:
    """A decision on a piece, as it was seen; ``vue_ms`` is the time that the person gave to it, in milliseconds."""

    piece_id: int
    version: int
    motif: str = ""
    vue_ms: int = 0
    operation_id: uuid.UUID | None = None


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def importer(ctx: Contexte, commande: ImporterPieces) -> Fait[list[PieceImportee]]:
    """Examine each file in the documents process, store the good ones, record them with their facts.

    A file refused keeps the others. Raises RegleMetier: pieces_closes(le), campagne_pas_ouverte, autre_site,
    documents_indisponible; Invalide(eleve, eleve_manquant | derogation, motif_vide); Introuvable; Refus.
    """
    exiger_dossier(ctx, commande.dossier_id, Permission.MODIFIER_FAMILLE)
    with ctx.lire() as session:
        charge = charger(session, commande.dossier_id, ctx.aujourdhui())
    genre = _type(charge, commande)
    verifier_delai(ctx, charge.tete, ctx.maintenant(), commande.derogation)
    reglages = charge.petites.reglages
    examines: list[FichierAdmis | PieceImportee] = []

    def ecrire(unite: Unite) -> list[list[Any]]:
        verifier_delai(ctx, charge.tete, unite.maintenant, commande.derogation)
        tenir_foyer(unite, charge.tete.foyer_id)  # of two desks that bring one file, the second finds it
        recus = [[f.fichier, f.piece_id, f.code, f.message] if isinstance(f, PieceImportee) else
                 _enregistrer(ctx, unite, charge, genre, commande, f) for f in examines]  # fmt: skip
        actualiser_etats(unite, commande.dossier_id, jour(ctx, unite))
        return recus

    with arrivage(ctx) as restes:
        examines += [_admettre(ctx, chemin, reglages, restes) for chemin in commande.chemins]
        fait = ctx.ecrire("importer_piece", ecrire, commande.operation_id)
        for fichier, (*_, code, _message) in zip(examines, fait.resultat, strict=True):
            if isinstance(fichier, FichierAdmis) and code == RECUE:
                restes.discard(fichier.sha256)
    return Fait([PieceImportee(*ligne) for ligne in fait.resultat], fait.changements, fait.est_rejoue)


def _type(charge: Charge, commande: ImporterPieces) -> TypeFait:
    genre = next((t for t in charge.types if t.type_id == commande.type_id), None)
    if genre is None:
        raise Introuvable("type_piece", commande.type_id)
    if genre.rattachement == "eleve" and commande.eleve_id not in {e.eleve_id for e in charge.du_dossier}:
        raise Invalide("eleve", "eleve_manquant")
    return genre


def verifier_delai(ctx: Contexte, tete: Tete, instant: datetime, derogation: str) -> None:
    """Refuse a piece outside the period, unless somebody with the right to override gives a reason."""
    if instant < tete.ouvre_a:
        raise RegleMetier("campagne_pas_ouverte", le=date_du_site(tete.ouvre_a, tete.fuseau))
    if instant <= tete.pieces_jusqu_a:
        return
    if not derogation:
        raise RegleMetier("pieces_closes", le=date_du_site(tete.pieces_jusqu_a, tete.fuseau))
    exiger_motif(derogation, "derogation")
    ctx.exiger_sur(tete.site_id, Permission.DEROGER)


def _admettre(
    ctx: Contexte, source: Path | Assemblage, reglages: Mapping[str, Any], restes: set[str]
) -> FichierAdmis | PieceImportee:
    """A piece is a PDF, or becomes one, of so many pages at most."""
    limite, pages_max = int(reglages[TAILLE_MAX_PIECE_MO.cle]) * MO, int(reglages[PAGES_MAX_PIECE.cle])
    admis = admettre_en_pdf(ctx, source, limite, restes, avec_photos=bool(reglages[PHOTOS_ACCEPTEES.cle]))
    if not isinstance(admis, FichierAdmis):
        return PieceImportee(admis.nom, None, admis.code, admis.message)
    pages = admis.examen.pages or 0
    if pages > pages_max:
        return PieceImportee(admis.nom, None, TROP_DE_PAGES, phrase(TROP_DE_PAGES, pages=pages, limite=pages_max))
    return admis


def _enregistrer(
    ctx: Contexte, unite: Unite, charge: Charge, genre: TypeFait, commande: ImporterPieces, fichier: FichierAdmis
) -> list[Any]:
    session, tete = unite.session, charge.tete
    eleve_id = commande.eleve_id if genre.rattachement == "eleve" else None
    jumelles = _jumelles(session, fichier)
    ici = [j for j in jumelles if j.foyer_id == tete.foyer_id]
    deja = next((j for j in ici if (j.type_id, j.eleve_id) == (genre.type_id, eleve_id) and j.est_le_meme), None)
    if deja is not None:
        return [fichier.nom, deja.id, "deja_la", "ce fichier est déjà là"]
    garder_document(unite, ctx.depot, fichier.sha256, fichier.contenu)
    piece = PieceRecue(
        annee_id=tete.annee_cible_id,
        site_id=tete.site_id,
        type_id=genre.type_id,
        foyer_id=tete.foyer_id,
        eleve_id=eleve_id,
        nom_original=fichier.nom,
        nom_range=nom_range(genre.code, fichier.nom, fichier.sha256),
        sha256=fichier.sha256,
        octets=fichier.octets,
        pages=fichier.examen.pages,
        examen=examen_garde(fichier.examen),
        depose_a=unite.maintenant,
        depose_par=unite.auteur.agent,
        derogation=nettoyer(commande.derogation)[:200] if unite.maintenant > tete.pieces_jusqu_a else "",
        etat=EtatPiece.A_VERIFIER,
    )
    session.add(piece)
    session.flush()
    faits = faits_de(fichier.examen, genre.pages) + list(fichier.provenance)
    faits += [(ORIGINE, "conforme", origine) for origine in fichier.origines]
    memes = [_libelle_type(charge, type_id) for type_id in dict.fromkeys(j.type_id for j in ici)]
    autres = numeros_dossiers(session, {j.foyer_id for j in jumelles} - {tete.foyer_id}, tete.annee_cible_id)
    vus = (("meme_fichier", memes), ("autre_foyer", autres))
    faits += [(regle, "a_verifier", ", ".join(ou)) for regle, ou in vus if ou]
    piece.examen = examen_garde(fichier.examen, faits)
    for regle, resultat, valeur in faits:
        session.add(
            FaitVerifie(
                piece_id=piece.id, regle=regle, resultat=resultat, valeur=valeur[:300], source="inspection",
                a=unite.maintenant,
            )
        )  # fmt: skip
    unite.touche("piece", piece.id)
    unite.touche("foyer", tete.foyer_id)
    return [fichier.nom, piece.id, RECUE, ""]


def _jumelles(session: Session, fichier: FichierAdmis) -> Sequence[Any]:
    """Pieces that are this file, or share a file with it.

    ``est_le_meme`` is for the very document, or the same photo; one whose file was destroyed may be brought again.
    """
    empreintes = {fichier.sha256, *fichier.origines}
    de_meme_origine = select(FaitVerifie.piece_id).where(
        FaitVerifie.regle == ORIGINE, FaitVerifie.valeur.in_(empreintes)
    )
    est_le_meme: ColumnElement[bool] = PieceRecue.sha256 == fichier.sha256
    if any(regle == "photo" for regle, _, _ in fichier.provenance):
        une_photo = select(FaitVerifie.piece_id).where(FaitVerifie.regle == "photo")
        est_le_meme |= PieceRecue.id.in_(de_meme_origine) & PieceRecue.id.in_(une_photo)
    return session.execute(
        select(
            PieceRecue.id, PieceRecue.foyer_id, PieceRecue.type_id, PieceRecue.eleve_id,
            (est_le_meme & PieceRecue.purge_a.is_(None)).label("est_le_meme"),
        ).where(
            or_(PieceRecue.sha256.in_(empreintes), PieceRecue.id.in_(de_meme_origine)), PieceRecue.retiree_a.is_(None)
        )
    ).all()  # fmt: skip


def examen_garde(examen: Examen, faits: Sequence[tuple[str, str, str]] = ()) -> dict[str, Any]:
    """What a piece keeps of its examination, with what was not as expected, and how it was made if it was made here."""
    garde = {cle: valeur for cle, valeur in examen.en_dict().items() if cle != "fichier"}
    garde["alertes"] = [[regle, valeur] for regle, etat, valeur in faits if etat != "conforme"]
    return garde | {"provenance": [[regle, valeur] for regle, _, valeur in faits if regle in PROVENANCES]}


def nom_range(code: str, original: str, sha256: str) -> str:
    """A safe name for the file: letters, digits and hyphens, whatever it was called; the hash keeps it unique."""
    base = _HORS_NOM.sub("-", plier(original.rsplit(".", 1)[0]).encode("ascii", "ignore").decode()).strip("-")
    debut = _HORS_NOM.sub("-", code.lower()).strip("-")
    return f"{debut}_{base[:60] or 'document'}_{sha256[:8]}.pdf"


def _libelle_type(charge: Charge, type_id: int) -> str:
    return next((t.libelle for t in charge.types if t.type_id == type_id), "")


@cas_d_usage(Permission.MODIFIER_FAMILLE)
def supprimer(ctx: Contexte, commande: DeciderPiece) -> Fait[int]:
    """Withdraw a piece: it stays dated in the base; undone the same day.

    Raises RegleMetier(piece_acceptee: one already accepted | piece_detruite), Conflit, Introuvable, Refus.
    """

    def changer(unite: Unite, piece: PieceRecue) -> None:
        if piece.etat == EtatPiece.ACCEPTEE:
            raise RegleMetier("piece_acceptee")
        avant, piece.motif = piece.motif, _tenir_en_ligne(nettoyer(commande.motif))
        piece.retiree_a = unite.maintenant
        unite.session.flush()
        libelle = f"{piece_dite(unite.session, piece)}\u00a0: pièce supprimée"
        rendre_annulable(ctx, unite, libelle, remettre_piece, piece_id=piece.id, version=piece.version, motif=avant)

    return _decider(ctx, commande, "supprimer_piece", Permission.MODIFIER_FAMILLE, changer)


@inverse(Permission.MODIFIER_FAMILLE)
def remettre_piece(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Undo: the piece is on its row again, as it was.

    Raises Introuvable, Conflit, Refus, RegleMetier(piece_revenue: its file was brought again meanwhile).
    """
    piece = _tenir(unite, arguments["piece_id"], est_retiree=True)
    ctx.exiger_sur(piece.site_id, Permission.MODIFIER_FAMILLE)
    verifier_version(piece, arguments["version"])
    p = PieceRecue
    revenue = select(p.id).where(
        p.sha256 == piece.sha256, p.foyer_id == piece.foyer_id, p.type_id == piece.type_id,
        p.eleve_id.is_not_distinct_from(piece.eleve_id), p.annee_id == piece.annee_id, p.retiree_a.is_(None),
    )  # fmt: skip
    if unite.session.scalar(revenue.limit(1)) is not None:
        raise RegleMetier("piece_revenue")
    piece.retiree_a, piece.motif = None, arguments["motif"]
    _repercuter(unite, piece, jour(ctx, unite))


def _tenir(unite: Unite, piece_id: int, *, est_retiree: bool = False) -> PieceRecue:
    """A piece whose household is not known yet. Raises as ``tenir_piece``."""
    foyer_id = unite.session.scalar(select(PieceRecue.foyer_id).where(PieceRecue.id == piece_id))
    if foyer_id is None:
        raise Introuvable("piece", piece_id)
    return tenir_piece(unite, piece_id, foyer_id, est_retiree=est_retiree)


@cas_d_usage(Permission.DECIDER_PIECE)
def accepter(ctx: Contexte, commande: DeciderPiece) -> Fait[int]:
    """Accept a piece; undone the same day.

    Raises Invalide(motif: texte_trop_long), RegleMetier(piece_bloquee) where a blocking rule is not respected and no
    motive is given, RegleMetier(piece_detruite), Conflit, Introuvable, Refus.
    """
    motif = _tenir_en_ligne(nettoyer(commande.motif))

    def changer(unite: Unite, piece: PieceRecue) -> None:
        bloquees = regles_bloquees(unite.session, piece)
        if bloquees and not motif:
            raise RegleMetier("piece_bloquee", regles=bloquees)
        if bloquees:
            unite.session.add(
                FaitVerifie(
                    piece_id=piece.id, regle=ACCEPTEE_MALGRE, resultat=EtatRegle.CONFORME.value, valeur=motif,
                    detail=detail_tenu(" ".join(bloquees)), source=Source.SAISI.value, confirme_par=unite.auteur.agent,
                    a=unite.maintenant,
                )
            )  # fmt: skip
        _statuer(ctx, unite, piece, EtatPiece.ACCEPTEE, motif, commande.vue_ms)

    return _decider(ctx, commande, "accepter_piece", Permission.DECIDER_PIECE, changer)


@cas_d_usage(Permission.DECIDER_PIECE)
def refuser(ctx: Contexte, commande: DeciderPiece) -> Fait[int]:
    """Refuse a piece, with a motive for the family; undone the same day.

    Raises Invalide(motif: motif_vide, texte_trop_long), RegleMetier(piece_detruite), Conflit, Introuvable, Refus.
    """
    motif = _tenir_en_ligne(exiger_motif(commande.motif))

    def changer(unite: Unite, piece: PieceRecue) -> None:
        _statuer(ctx, unite, piece, EtatPiece.REFUSEE, motif, commande.vue_ms)

    return _decider(ctx, commande, "refuser_piece", Permission.DECIDER_PIECE, changer)


def _tenir_en_ligne(motif: str) -> str:
    """A motive that the piece can keep whole; raises Invalide(motif, texte_trop_long)."""
    if len(motif) > MOTIF_MAX:
        raise Invalide("motif", "texte_trop_long", longueur=len(motif), maximum=MOTIF_MAX)
    return motif


def _statuer(ctx: Contexte, unite: Unite, piece: PieceRecue, etat: EtatPiece, motif: str, vue_ms: int) -> None:
    """Decide, keeping what undoes it."""
    avant = {"etat": piece.etat, "motif": piece.motif, "decide_par": piece.decide_par}
    decide_a = piece.decide_a and piece.decide_a.isoformat()
    piece.etat, piece.motif = etat, motif
    piece.decide_par, piece.decide_a = unite.auteur.agent, unite.maintenant
    piece.vue_ms = (piece.vue_ms or 0) + max(vue_ms, 0)
    unite.session.flush()
    libelle = f"{piece_dite(unite.session, piece)}\u00a0: pièce {etat.libelle.lower()}"
    rendre_annulable(
        ctx, unite, libelle, reprendre_decision, piece_id=piece.id, version=piece.version, decide_a=decide_a, **avant
    )


@inverse(Permission.DECIDER_PIECE)
def reprendre_decision(ctx: Contexte, unite: Unite, arguments: Mapping[str, Any]) -> None:
    """Put a piece back as it was before it was decided.

    Raises Introuvable, Conflit, Refus, RegleMetier(piece_detruite).
    """
    piece = _tenir(unite, arguments["piece_id"])
    ctx.exiger_sur(piece.site_id, Permission.DECIDER_PIECE)
    verifier_version(piece, arguments["version"])
    piece.etat, piece.motif, piece.decide_par = arguments["etat"], arguments["motif"], arguments["decide_par"]
    piece.decide_a = datetime.fromisoformat(arguments["decide_a"]) if arguments["decide_a"] else None
    _repercuter(unite, piece, jour(ctx, unite))


def piece_dite(session: Session, piece: PieceRecue) -> str:
    """A piece as a sentence names it: its row, and the pupil or the family that it is of."""
    libelle, famille, prenom, nom = session.execute(
        select(TypePiece.libelle, Foyer.libelle, Personne.prenom, Personne.nom)
        .select_from(PieceRecue)
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .join(Foyer, Foyer.id == PieceRecue.foyer_id)
        .outerjoin(Eleve, Eleve.id == PieceRecue.eleve_id)
        .outerjoin(Personne, Personne.id == Eleve.personne_id)
        .where(PieceRecue.id == piece.id)
    ).one()
    return f"{libelle}, {f'{prenom} {nom}'.strip() if nom else famille}"


def _decider(
    ctx: Contexte,
    commande: DeciderPiece,
    operation: str,
    droit: Permission,
    changer: Callable[[Unite, PieceRecue], None],
) -> Fait[int]:
    with ctx.lire() as session:
        vue = session.execute(
            select(PieceRecue.site_id, PieceRecue.foyer_id).where(PieceRecue.id == commande.piece_id)
        ).one_or_none()
    if vue is None:
        raise Introuvable("piece", commande.piece_id)
    ctx.exiger_sur(vue.site_id, droit)

    def ecrire(unite: Unite) -> int:
        piece = tenir_piece(unite, commande.piece_id, vue.foyer_id)
        verifier_version(piece, commande.version)
        changer(unite, piece)
        _repercuter(unite, piece, jour(ctx, unite))
        unite.session.flush()
        return piece.version

    return ctx.ecrire(operation, ecrire, commande.operation_id)


def _repercuter(unite: Unite, piece: PieceRecue, aujourdhui: date) -> None:
    """The household's dossier of that year follows, whether or not the campaign is over."""
    dossiers = unite.session.execute(
        select(Dossier.id)
        .join(Campagne, Campagne.id == Dossier.campagne_id)
        .where(
            Dossier.foyer_id == piece.foyer_id,
            Campagne.annee_cible_id == piece.annee_id,
            Campagne.site_id == piece.site_id,
        )
    ).scalars()
    for dossier_id in list(dossiers):
        actualiser_etats(unite, dossier_id, aujourdhui)
    unite.session.flush()
    rejuger(unite, piece.foyer_id, piece.annee_id, piece.site_id)
    unite.touche("piece", piece.id)
    unite.touche("foyer", piece.foyer_id)
