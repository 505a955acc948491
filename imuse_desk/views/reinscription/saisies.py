"""Ticks and times waiting to be written: clicks are never lost, and never sent with a version already overtaken.

While a write is under way the next clicks pile up here; the answer's new version is taken from the write's result.
Nothing is forgotten when another family is shown: what was pressed for the one before still goes out.
"""

from dataclasses import dataclass, field

from imuse_desk.services.reinscription.saisie import LigneSaisie, SaisirReponse


@dataclass(slots=True)
class Saisies:
    """Pending rows by child, and the newest version known of each answer."""

    _versions: dict[int, int] = field(default_factory=dict)
    _attente: dict[int, dict[int, LigneSaisie]] = field(default_factory=dict)
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
