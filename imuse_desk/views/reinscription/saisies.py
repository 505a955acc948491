"""Ticks and times waiting to be written: clicks are never lost, and never sent with a version already overtaken.

While a write is under way the next clicks pile up here; the answer's new version is taken from the write's result.
Nothing is forgotten when another family is shown: what was pressed for the one before still goes out.
"""

from dataclasses import dataclass, field, replace

from imuse_desk.domain.erreurs import Conflit, ErreurMetier
from imuse_desk.services.contexte import Contexte, Fait
from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse, saisir


@dataclass(slots=True)
class Saisies:
    """Pending rows by child, and the newest version known of each answer."""

    _versions: dict[int, int] = field(default_factory=dict)
    _attente: dict[int, dict[int, LigneSaisie]] = field(default_factory=dict)
    _faites: dict[int, int] = field(default_factory=dict)
    _depassees: set[int] = field(default_factory=set)
    en_vol: int | None = None

    def connaitre(self, dossier_eleve_id: int, version: int) -> None:
        """Take the version that was read, unless a later one is known."""
        self._versions[dossier_eleve_id] = max(version, self._versions.get(dossier_eleve_id, 0))

    def version(self, dossier_eleve_id: int) -> int:
        """Newest version known."""
        return self._versions.get(dossier_eleve_id, 0)

    def ajouter(self, dossier_eleve_id: int, ligne: LigneSaisie) -> None:
        """A row was changed by the person."""
        self._attente.setdefault(dossier_eleve_id, {})[ligne.cours_id] = ligne

    @property
    def est_vide(self) -> bool:
        """Nothing waits and nothing is under way: what is read from the base may be shown."""
        return self.en_vol is None and not self._attente

    def suivante(self) -> SaisirReponse | None:
        """The next write to send, None while one is under way or when nothing waits."""
        if self.en_vol is not None or not self._attente:
            return None
        self.en_vol = next(iter(self._attente))
        lignes = self._attente.pop(self.en_vol)
        return SaisirReponse(self.en_vol, self.version(self.en_vol), tuple(lignes.values()))

    def ecrite(self, version: int) -> None:
        """The write under way is done: the answer has a new version."""
        if self.en_vol is not None:
            self._versions[self.en_vol] = version
        self.en_vol = None

    def refusee(self, *, est_depassee: bool) -> None:
        """The write under way was refused; ``est_depassee``: on a screen overtaken, what waits for it falls too."""
        if est_depassee and self.en_vol is not None:
            self._attente.pop(self.en_vol, None)
        self.en_vol = None

    def ecrire(self, ctx: Contexte, commande: SaisirReponse) -> Fait[dict[str, int]]:
        """Write, on the thread of the writes, and note the version made for those that follow without coming back."""
        ident = commande.dossier_eleve_id
        try:
            fait = saisir(ctx, commande)
        except Conflit:
            self._depassees.add(ident)
            raise
        self._depassees.discard(ident)
        self._faites[ident] = fait.resultat["version"]
        return fait

    def vider(self) -> tuple[SaisirReponse, ...]:
        """Take all that waits, because nobody stays to hear of the write under way: to be given to ``finir``."""
        attente, self._attente = self._attente, {}
        return tuple(
            SaisirReponse(ident, self.version(ident), tuple(lignes.values())) for ident, lignes in attente.items()
        )

    def finir(self, ctx: Contexte, commandes: tuple[SaisirReponse, ...]) -> None:
        """Write what was taken, after the write under way; nobody is left to be told of a refusal."""
        for commande in commandes:
            ident = commande.dossier_eleve_id
            if ident in self._depassees:
                continue
            version = max(commande.version, self._faites.get(ident, 0))
            try:
                self.ecrire(ctx, replace(commande, version=version))
            except ErreurMetier:
                continue
