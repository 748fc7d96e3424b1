"""Errors that a user reads: what happened, where, and how to mend it, in German and English.

Never: wraps a defect of the program. What is not foreseen stays an ordinary exception.
"""

from __future__ import annotations

from schemas.warehouse import WarehouseFull, WarehouseUnreadable


class UserError(Exception):
    """An error with a sentence for the person in front of the screen.

    >>> NotFound("Drosselbart").say("en")
    'There is no company "Drosselbart" in your view. Search with `lieferkette companies find`.'
    """

    #: 1 = the data are wrong, 2 = the call is wrong
    exit_code = 2

    def __init__(self, de: str, en: str) -> None:
        super().__init__(en)
        self.de, self.en = de, en

    def say(self, language: str = "de") -> str:
        """The sentence in the user's language."""
        return self.en if language == "en" else self.de


class NotAllowed(UserError):
    """The actor may not do or see this."""

    def __init__(self) -> None:
        super().__init__(
            "Diese Auskunft ist für Ihr Konto nicht freigeschaltet. "
            "Fragen Sie die Person, die Ihre Konten verwaltet.",
            "This answer is not enabled for your account. Ask the person who manages your accounts.",
        )


class NotGranted(UserError):
    """A consultant asks for a company whose grant ended, ran out, or was never given."""

    def __init__(self) -> None:
        super().__init__(
            "Für dieses Unternehmen gilt keine Vollmacht. Das Unternehmen kann eine neue erteilen.",
            "No grant holds for this company. The company can give a new one.",
        )


class GrantTooShort(UserError):
    """A grant was to end before it began."""

    def __init__(self) -> None:
        super().__init__(
            "Die Vollmacht wäre schon abgelaufen. Nennen Sie einen Tag ab heute.",
            "The grant would have run out already. Name a day from today on.",
        )


class UnknownLevel(UserError):
    """A sharing level that there is not."""

    def __init__(self, level: str) -> None:
        super().__init__(
            f"Die Freigabe „{level}“ gibt es nicht. Möglich sind private, statistics, network und open.",
            f"There is no sharing level “{level}”. It is one of private, statistics, network and open.",
        )


class NotReleased(UserError):
    """The chamber asks for a figure that no release holds yet."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__(
            "Für diese Region ist noch nichts veröffentlicht. "
            "Zahlen erscheinen hier, sobald sie die Geheimhaltungsprüfung bestanden haben.",
            "Nothing is released for this region yet. Figures appear here once they have passed disclosure control.",
        )


class NotFound(UserError):
    """No such company, upload or region in what the actor may see."""

    def __init__(self, what: str, kind: str = "company") -> None:
        kinds = {
            "company": (
                "kein Unternehmen",
                "no company",
                "Suchen Sie mit `lieferkette companies find`.",
                "Search with `lieferkette companies find`.",
            ),
            "upload": (
                "keinen Upload",
                "no upload",
                "Alle zeigt `lieferkette uploads list`.",
                "`lieferkette uploads list` shows all.",
            ),
            "grant": (
                "keine Vollmacht",
                "no grant",
                "Ihre Vollmachten stehen bei der Freigabe.",
                "Your grants stand beside the sharing level.",
            ),
            "notice": (
                "keine Anzeige",
                "no notice",
                "Ihre Anzeigen zeigt `lieferkette offers`.",
                "`lieferkette offers` shows yours.",
            ),
            "request": (
                "keine Anfrage",
                "no request",
                "Ihre Anfragen stehen auf der Seite „Partner“.",
                "Your requests stand on the page “Partners”.",
            ),
            "field": (
                "kein Zukunftsfeld",
                "no transition field",
                "Alle zeigt `lieferkette networks`.",
                "`lieferkette networks` shows all.",
            ),
            "region": (
                "keine Region",
                "no region",
                "Mitgeliefert sind maerkische-region und sihk-hagen.",
                "maerkische-region and sihk-hagen are included.",
            ),
        }
        none_de, none_en, mend_de, mend_en = kinds[kind]
        super().__init__(
            f"In Ihrer Sicht gibt es {none_de} „{what}“. {mend_de}",
            f'There is {none_en} "{what}" in your view. {mend_en}',
        )


class UnknownCapability(UserError):
    """A word that the catalogue of capabilities does not know."""

    def __init__(self, text: str, alike_de: str, alike_en: str) -> None:
        super().__init__(
            f"„{text}“ steht nicht im Katalog der Fähigkeiten. "
            + (f"Meinen Sie {alike_de}?" if alike_de else "Nehmen Sie ein anderes Wort."),
            f'"{text}" is not in the catalogue of capabilities. '
            + (f"Do you mean {alike_en}?" if alike_en else "Use another word."),
        )


class TooManyQuestions(UserError):
    """A company asked for partners, or wrote to others, more often than it may in a day."""

    exit_code = 1

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"Heute haben Sie schon {limit}-mal gefragt; mehr geht an einem Tag nicht. Morgen geht es weiter.",
            f"You have asked {limit} times today, which is the limit for a day. Go on tomorrow.",
        )


class NoContact(UserError):
    """A company asks for contact without saying how it is reached, or one that cannot be asked."""

    def __init__(self, *, own: bool) -> None:
        if own:
            super().__init__(
                "Tragen Sie zuerst ein, wie man Sie erreicht. Die Gegenseite sieht es erst, wenn sie zustimmt.",
                "First enter how you can be reached. The other side sees it only once it agrees.",
            )
        else:
            super().__init__(
                "Dieses Unternehmen hat kein offenes Profil, oder Ihre Anfrage läuft schon.",
                "This company has no open profile, or your request is open already.",
            )


class NoticeOver(UserError):
    """An offer or a need that would have run out already, or says nothing."""

    def __init__(self) -> None:
        super().__init__(
            "Schreiben Sie, was Sie anbieten oder suchen, und nennen Sie einen Tag ab heute.",
            "Write what you offer or need, and name a day from today on.",
        )


class Ambiguous(UserError):
    """A name fits several companies."""

    def __init__(self, text: str, names: list[str]) -> None:
        some = "; ".join(names[:5])
        super().__init__(
            f"„{text}“ passt auf mehrere Unternehmen: {some}. Nennen Sie den ganzen Namen oder die Kennung.",
            f'"{text}" fits several companies: {some}. Give the whole name or the id.',
        )


class WarehouseInUse(UserError):
    """Another process owns the warehouse file."""

    exit_code = 1

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Die Datenbank {address} ist gerade von einem anderen Programm geöffnet. "
            "Beenden Sie das Dashboard oder nehmen Sie eine andere mit --warehouse.",
            f"The warehouse {address} is open in another program. "
            "Stop the dashboards or name another one with --warehouse.",
        )


class WarehouseDamaged(UserError, WarehouseUnreadable):
    """The file is no warehouse or is damaged."""

    exit_code = 1

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} ist keine lesbare Datenbank oder beschädigt; es wurde nichts verändert. Beginnen Sie mit "
            "`lieferkette doctor`, spielen Sie eine Sicherung zurück (`lieferkette restore`) oder nennen Sie mit "
            "--warehouse eine andere Datei.",
            f"{address} is no readable warehouse or is damaged; nothing was changed. Begin with `lieferkette doctor`, "
            "restore a backup (`lieferkette restore`), or name another file with --warehouse.",
        )


class DiskFull(UserError, WarehouseFull):
    """No room on the disk of the warehouse."""

    exit_code = 1

    def __init__(self, address: str) -> None:
        super().__init__(
            f"Auf dem Datenträger von {address} ist kein Platz mehr; diese Änderung wurde nicht übernommen, alles "
            "frühere ist sicher. Schaffen Sie Platz und versuchen Sie es noch einmal.",
            f"The disk of {address} is full; this change was not taken over, everything before is safe. Make room and "
            "try again.",
        )


class MigrationFailed(UserError):
    """A newer version of the program could not bring the warehouse into its shape."""

    exit_code = 1

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} ließ sich nicht in die neue Form bringen und blieb, wie es war. Nehmen Sie die frühere "
            "Version des Programms und melden Sie das der Betreuung.",
            f"{address} could not be brought into the new shape and stayed as it was. Use the earlier version of the "
            "program and tell whoever looks after it.",
        )


class BackupFailed(UserError):
    """A copy could not be made, or is not the same."""

    exit_code = 1

    def __init__(self, file: str, why_de: str, why_en: str) -> None:
        super().__init__(f"{file}: {why_de}", f"{file}: {why_en}")


class NotEmpty(UserError):
    """A made world was to be written over lists that were loaded."""

    exit_code = 1

    def __init__(self, address: str) -> None:
        super().__init__(
            f"In {address} liegen schon Listen. Nennen Sie mit --warehouse eine neue Datei.",
            f"{address} holds lists already. Name a new file with --warehouse.",
        )


class NothingToRelease(UserError):
    """No complete list to sum, or no cell that passes the gate."""

    exit_code = 1

    def __init__(self) -> None:
        super().__init__(
            "Es gibt noch nichts zu veröffentlichen: Für diese Region und dieses Jahr fehlen vollständige Listen "
            "von genügend Unternehmen. Fragen Sie, ob die Listen alle Lieferanten oder Kunden nennen.",
            "There is nothing to release yet: for this region and year there are not enough companies with complete "
            "lists. Ask whether their lists name all suppliers or customers.",
        )
