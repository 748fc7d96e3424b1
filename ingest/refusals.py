"""Why a file is refused whole though it could be read: in German and English, with the mend."""

from __future__ import annotations

from ingest.errors import UnreadableFile


def needs_owner() -> UnreadableFile:
    """Nobody said whose list it is."""
    return UnreadableFile(
        "needs_company",
        "Bitte sagen Sie, wessen Liste das ist: Lieferanten- und Kundenlisten gehören zu einem Unternehmen.",
        "Please say whose list this is: a list of suppliers or customers belongs to one company.",
    )


def not_readable_here(error: OSError) -> UnreadableFile:
    """The machine does not let the file be opened."""
    return UnreadableFile(
        "not_found",
        f"Die Datei lässt sich nicht öffnen ({error.strerror}). Bitte prüfen Sie Namen und Rechte.",
        f"The file cannot be opened ({error.strerror}). Please check its name and rights.",
    )


def disk_full() -> UnreadableFile:
    """The disk has no room."""
    return UnreadableFile(
        "disk_full",
        "Auf dem Datenträger der Datenbank ist kein Platz mehr; von dieser Datei wurde nichts übernommen. Bitte "
        "schaffen Sie Platz und laden Sie sie noch einmal hoch.",
        "The disk of the warehouse is full; nothing was taken over from this file. Please make room and upload "
        "it again.",
    )


def our_fault() -> UnreadableFile:
    """The program made a mistake; nothing was kept of the file."""
    return UnreadableFile(
        "internal",
        "Beim Laden ist ein Fehler in der Anwendung aufgetreten; es wurde nichts übernommen, die Datei ist "
        "aufbewahrt. Bitte melden Sie das der Betreuung.",
        "The application made a mistake while loading; nothing was taken over, the file is kept. Please tell "
        "whoever looks after it.",
    )
