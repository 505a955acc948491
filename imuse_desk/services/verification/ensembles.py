"""The papers of a household judged together: each is read alone, what holds depends on the others."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Row, and_, select, update
from sqlalchemy.orm import Session, aliased

from imuse_desk.domain.reinscription import EtatPiece
from imuse_desk.domain.verification.constats import Constat, EtatRegle, Regle
from imuse_desk.domain.verification.controles import Controle
from imuse_desk.domain.verification.hebergement import LIEES, Papier, Part, juger_ensemble, reconnaitre
from imuse_desk.domain.verification.notices import PARENT_1, PARENT_2, SUITE, Feuillet, juger_notices
from imuse_desk.models import Foyer, PieceRecue, TypePiece
from imuse_desk.models.passerelle import Unite
from imuse_desk.services.verification.dire import lire_constats, lire_lieu
from imuse_desk.services.verification.faits import ecrire_constats, faits_courants

_SIENNE = aliased(PieceRecue)
_AUTRE = aliased(PieceRecue)

SANS_OBJET = "sans_objet"
"""Detail of a rule that asks nothing of a paper any more: facts are never taken away."""
_D_AILLEURS = frozenset({Regle.LECTURE, Regle.AUTRE_FOYER, Regle.MEME_FICHIER})
"""Rules that are not judged with the others."""


def tenir_foyer(unite: Unite, foyer_id: int) -> None:
    """Two desks that read papers of one household write one after the other."""
    unite.session.execute(select(Foyer.id).where(Foyer.id == foyer_id).with_for_update(key_share=True)).all()


def rejuger(unite: Unite, foyer_id: int, annee_id: int, site_id: int) -> int:
    """Write what holds of every paper read of a household and year; gives how many facts are new.

    A paper refused or withdrawn no longer answers for the others.
    """
    lignes = unite.session.execute(
        select(
            PieceRecue.id, PieceRecue.type_id, PieceRecue.lecture, PieceRecue.etat, PieceRecue.nature,
            TypePiece.controle, TypePiece.pages, TypePiece.regle,
        )
        .join(TypePiece, TypePiece.id == PieceRecue.type_id)
        .where(
            PieceRecue.foyer_id == foyer_id,
            PieceRecue.annee_id == annee_id,
            PieceRecue.site_id == site_id,
            PieceRecue.retiree_a.is_(None),
            PieceRecue.purge_a.is_(None),
            PieceRecue.lue_a.is_not(None),
        )
        .order_by(TypePiece.ordre, PieceRecue.id)
    ).all()  # fmt: skip
    tenus = faits_courants(unite.session, [ligne.id for ligne in lignes])
    siens = {
        ligne.id: _dits(lire_constats((ligne.lecture or {}).get("constats", ())), tenus[ligne.id].values())
        for ligne in lignes
    }
    actives = [ligne for ligne in lignes if ligne.etat != EtatPiece.REFUSEE and "ensemble" in (ligne.lecture or {})]
    connues = {ligne.id: frozenset(tenus[ligne.id]) for ligne in actives}
    siens |= _notices(unite, foyer_id, [ligne for ligne in actives if ligne.controle == Controle.AVIS], siens)
    siens |= _hebergements(unite, [ligne for ligne in actives if ligne.controle == Controle.DOMICILE], siens)
    for piece_id, regles in connues.items():
        siens[piece_id] = (*siens[piece_id], *_sans_objet(regles, siens[piece_id]))
    nouveaux = 0
    for piece_id, constats in siens.items():
        ecrits = ecrire_constats(unite, piece_id, constats)
        if ecrits:
            unite.touche("piece", piece_id)
            unite.touche("foyer", foyer_id)
        nouveaux += ecrits
    return nouveaux


def hotes_des_autres(session: Session, piece_id: int) -> tuple[str, ...]:
    """The host's name on the other papers of the set of a piece."""
    requete = (
        select(_AUTRE.id)
        .join(_SIENNE, and_(_SIENNE.foyer_id == _AUTRE.foyer_id, _SIENNE.type_id == _AUTRE.type_id))
        .where(
            _SIENNE.id == piece_id,
            _AUTRE.id != piece_id,
            _AUTRE.nature.in_([part.value for part in LIEES]),
            _AUTRE.retiree_a.is_(None),
            _AUTRE.etat != EtatPiece.REFUSEE.value,
        )
        .order_by(_AUTRE.id)
    )
    courants = faits_courants(session, session.scalars(requete).all())
    dits = (faits.get(Regle.HEBERGEANT.value) for faits in courants.values())
    return tuple(fait.valeur for fait in dits if fait is not None and fait.valeur)


def _sans_objet(tenues: frozenset[str], constats: Sequence[Constat]) -> Iterable[Constat]:
    """The rules that were looked at before a paper was known for what it is, and that ask nothing of it any more."""
    jugees = {c.regle for c in constats}
    for regle in Regle:
        if regle.value in tenues and regle not in jugees and regle not in _D_AILLEURS:
            yield Constat(regle, EtatRegle.CONFORME, detail=SANS_OBJET)


def _dits(lus: Sequence[Constat], tenus: Iterable[Row[Any]]) -> tuple[Constat, ...]:
    """What the machine read, with a person's word in the place of the machine's."""
    connues = {regle.value for regle in Regle}
    dits = {f.regle: f for f in tenus if f.confirme_par and f.regle in connues}
    siens = [c for c in lus if c.regle.value not in dits]
    siens += [
        Constat(Regle(f.regle), EtatRegle(f.resultat), f.valeur, f.attendu, f.detail, centimes=f.centimes)
        for f in dits.values()
    ]
    return tuple(siens)


def _hebergements(
    unite: Unite, lignes: Sequence[Row[Any]], siens: Mapping[int, tuple[Constat, ...]]
) -> dict[int, tuple[Constat, ...]]:
    """The papers of somebody housed, row by row of the table; the part that each plays is kept with it."""
    juges: dict[int, tuple[Constat, ...]] = {}
    for type_id in dict.fromkeys(ligne.type_id for ligne in lignes):
        rangee = [ligne for ligne in lignes if ligne.type_id == type_id]
        papiers = reconnaitre([_papier(ligne, siens[ligne.id]) for ligne in rangee])
        for ligne, papier in zip(rangee, papiers, strict=True):
            if not ligne.nature and papier.part:
                garder = update(PieceRecue).where(PieceRecue.id == ligne.id).values(nature=papier.part.value)
                unite.session.execute(garder)
        juges |= juger_ensemble(papiers)
    return juges


def _papier(ligne: Row[Any], constats: tuple[Constat, ...]) -> Papier:
    """``hote`` is the name typed by a person, else the one read."""
    ensemble = ligne.lecture["ensemble"]
    part = Part(ligne.nature if ligne.nature in set(Part) - {Part.SEULE} else ensemble["part"])
    dits = {c.regle: c.valeur for c in constats if c.lieu is None and c.valeur}
    hote = dits.get(Regle.HEBERGEANT) or (part is not Part.HEBERGEMENT and dits.get(Regle.NOM)) or ensemble["hote"]
    return Papier(ligne.id, part, hote, constats, tuple(map(Part, ensemble.get("suivent", ()))))


def _notices(
    unite: Unite, foyer_id: int, lignes: Sequence[Row[Any]], siens: Mapping[int, tuple[Constat, ...]]
) -> dict[int, tuple[Constat, ...]]:
    feuillets = [_feuillet(ligne, siens[ligne.id]) for ligne in lignes]
    if not feuillets:
        return {}
    commune = unite.session.scalar(select(Foyer.a_imposition_commune).where(Foyer.id == foyer_id))
    adultes = max(ligne.lecture["ensemble"]["adultes"] for ligne in lignes)
    return juger_notices(feuillets, adultes=adultes, est_commune=bool(commune))


def _feuillet(ligne: Row[Any], constats: tuple[Constat, ...]) -> Feuillet:
    lecture: Mapping[str, Any] = ligne.lecture
    ensemble = lecture["ensemble"]
    vide: dict[str, Any] = {"scelle": None, "imprimes": []}
    revenu: dict[str, Any] = next((v for v in lecture["valeurs"] if v["cle"] == "revenu"), vide)
    parent = SUITE if ligne.pages is None else PARENT_2 if (ligne.regle or {}).get("parent") == 2 else PARENT_1
    return Feuillet(
        piece_id=ligne.id,
        parent=parent,
        pages=lecture["pages_comptees"],
        attendues=ligne.pages,
        marques=tuple((rang, total) for rang, total in ensemble["marques"]),
        reference=ensemble["reference"],
        declarants=tuple(ensemble["noms"]),
        connus=frozenset(ensemble["connus"]),
        revenu_scelle=revenu["scelle"]["centimes"] if revenu["scelle"] else None,
        imprimes=tuple((vu["centimes"], lire_lieu(vu)) for vu in revenu["imprimes"]),
        constats=constats,
    )
