"""Words of Qt's own windows that its French file lacks: asked after it, so that a later Qt that has them is heard."""

from PySide6.QtCore import QTranslator

_MOTS = {
    "QFileDialog": {"&Look in:": "&Voir dans\u00a0:", "Files of &type:": "&Type de fichiers\u00a0:"},
    "QAbstractFileIconProvider": {
        "Drive": "Lecteur",
        "%1 File": "Fichier %1",
        "File": "Fichier",
        "File Folder": "Dossier",
        "Folder": "Dossier",
        "Shortcut": "Raccourci",
        "Unknown": "Inconnu",
    },
}


class TraductionQt(QTranslator):
    """Installed before Qt's own translator: the last installed is asked first."""

    def translate(
        self, context: str, source_text: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str | None:  # what Qt takes for "not known here"
        """The French of one of its words."""
        return _MOTS.get(context, {}).get(source_text)

    def isEmpty(self) -> bool:  # noqa: N802
        """Qt drops a translator that says it holds nothing."""
        return False
