"""What a file is, told from its first bytes and its directory, never from its name's ending."""

from __future__ import annotations

import io
import re
import zipfile

from ingest.errors import UnreadableFile

ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
MAX_ZIP_ENTRIES = 2_000
MAX_UNPACKED_BYTES = 512 * 1024 * 1024

PASSWORD_DE = (
    "Die Datei ist mit einem Kennwort geschützt. "
    "Speichern Sie sie ohne Kennwort und laden Sie sie noch einmal hoch."
)
PASSWORD_EN = "The file is protected by a password. Save it without one and upload it again."

_OTHER_KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "ein PDF", "a PDF"),
    (b"\x1f\x8b", "eine gepackte Datei (GZIP)", "a packed file (GZIP)"),
    (b"BZh", "eine gepackte Datei (BZIP2)", "a packed file (BZIP2)"),
    (b"\xfd7zXZ", "eine gepackte Datei (XZ)", "a packed file (XZ)"),
    (b"7z\xbc\xaf", "eine gepackte Datei (7-Zip)", "a packed file (7-Zip)"),
    (b"Rar!", "eine gepackte Datei (RAR)", "a packed file (RAR)"),
    (b"\x28\xb5\x2f\xfd", "eine gepackte Datei (Zstandard)", "a packed file (Zstandard)"),
    (b"\x89PNG", "ein Bild", "a picture"),
    (b"\xff\xd8\xff", "ein Bild", "a picture"),
    (b"GIF8", "ein Bild", "a picture"),
    (b"{\\rtf", "ein Textdokument", "a text document"),
    (b"PAR1", "eine Parquet-Datei", "a Parquet file"),
    (b"SQLite format 3", "eine Datenbank", "a database"),
)


#: An attachment inside a PDF, as every ZUGFeRD invoice has one.
_ATTACHMENT = re.compile(rb"/EmbeddedFile\b")
#: What stands in the first element of an electronic invoice.
_INVOICE_MARKS = (
    b"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2",
    b"urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2",
    b"CrossIndustryInvoice",
    b"CrossIndustryDocument",
)


def password_protected() -> UnreadableFile:
    """The error for a workbook that is encrypted."""
    return UnreadableFile("password", PASSWORD_DE, PASSWORD_EN)


def spreadsheet_kind(data: bytes) -> str | None:
    """`xlsx`, `xls`, `ods`, or `notice_tables` (packed CSV tables of award notices); None for all else.

    Raises `UnreadableFile` for workbooks with a password, for packed files that are no workbook and for zip
    directories beyond the limits (2,000 entries, 512 MB unpacked).
    """
    if data.startswith(OLE_MAGIC):
        return _ole_kind(data)
    if data.startswith(ZIP_MAGIC):
        return _zip_kind(data)
    return None


def _ole_kind(data: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise password_protected()
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return "xls"
    raise _not_a_table("ein Office-Dokument ohne Tabelle", "an Office document without a table")


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            mimetype = archive.read("mimetype")[:80] if _is_small(archive, "mimetype") else b""
            manifest = (
                archive.read("META-INF/manifest.xml") if _is_small(archive, "META-INF/manifest.xml") else b""
            )
    except (zipfile.BadZipFile, RuntimeError, OSError, NotImplementedError, EOFError, ValueError) as error:
        raise damaged() from error
    if any(entry.flag_bits & 0x1 for entry in entries) or b"encryption-data" in manifest:
        raise password_protected()
    if len(entries) > MAX_ZIP_ENTRIES or sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise too_much_inside()
    if "xl/workbook.xml" in names:
        return "xlsx"
    if mimetype.startswith(ODS_MIMETYPE):
        return "ods"
    if {"notice.csv", "organisation.csv"} <= {name.rpartition("/")[2] for name in names}:
        return "notice_tables"
    if "xl/workbook.bin" in names:
        raise _not_a_table("eine binäre Excel-Mappe (XLSB)", "a binary Excel workbook (XLSB)")
    raise _not_a_table("eine gepackte Datei ohne Tabelle", "a packed file without a table")


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.getinfo(name).file_size < 1_000_000


def document_kind(data: bytes) -> str | None:
    """`invoice` (as XML, or a PDF with attachments) or `notices` (a JSON object); None for all else."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(b"%PDF") and _ATTACHMENT.search(data):
        return "invoice"
    if head.startswith(b"<") and any(mark in head for mark in _INVOICE_MARKS):
        return "invoice"
    return "notices" if head[:1] in (b"{", b"[") and b'"' in head and b":" in head else None


def no_invoice() -> UnreadableFile:
    """The error for a PDF whose attachments are no electronic invoice."""
    return _not_a_table("ein PDF ohne elektronische Rechnung", "a PDF without an electronic invoice")


def no_notices() -> UnreadableFile:
    """The error for JSON that holds no award notices."""
    return _not_a_table("eine Datei ohne vergebene Aufträge", "a file without awarded contracts")


def no_table() -> UnreadableFile:
    """The error for HTML, or XML of a spreadsheet, that holds no table."""
    return _not_a_table("eine Seite ohne Tabelle", "a page without a table")


def refuse_if_unreadable(data: bytes) -> None:
    """Raise `UnreadableFile` when bytes that are no workbook are no text table either."""
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind_de, kind_en in _OTHER_KINDS:
        if data.startswith(magic):
            raise _not_a_table(kind_de, kind_en)
    if head[:400].lower().startswith((b"<?xml", b"<!doctype")):
        raise _not_a_table("eine XML-Datei", "an XML file")
    if _is_binary(data[:65536]):
        raise _not_a_table("keine Textdatei", "no text file")


def _is_binary(head: bytes) -> bool:
    """Many control characters that no text has; UTF-16 is told by its mark or its pattern of zeros."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    zeros_even, zeros_odd = head[0::2].count(0), head[1::2].count(0)
    if max(zeros_even, zeros_odd) > 0.3 * len(head) / 2 and min(zeros_even, zeros_odd) < 0.05 * len(head) / 2:
        return False
    control = sum(head.count(bytes([code])) for code in (*range(9), *range(14, 27), *range(28, 32)))
    return control > 0.02 * len(head) + 4


def damaged() -> UnreadableFile:
    """The error for a workbook that cannot be opened."""
    return UnreadableFile(
        "damaged",
        "Die Datei ist beschädigt. Öffnen Sie sie in Excel, speichern Sie sie neu und laden Sie sie noch "
        "einmal hoch.",
        "The file is damaged. Open it in Excel, save it anew and upload it again.",
    )


def too_much_inside() -> UnreadableFile:
    """The error for a workbook that is small outside and far too large inside."""
    return UnreadableFile(
        "too_much_inside",
        "Die Datei enthält entpackt zu viel. Löschen Sie leere Tabellenblätter und Zellen weit außerhalb "
        "der Liste "
        "oder speichern Sie die Liste als CSV.",
        "The file holds too much when unpacked. Delete empty sheets and cells far outside the list, "
        "or save the list as CSV.",
    )


def _not_a_table(kind_de: str, kind_en: str) -> UnreadableFile:
    return UnreadableFile(
        "not_a_table",
        f"Das ist {kind_de}. Wir lesen CSV, XLSX, XLS, ODS und XRechnung. Speichern Sie die Liste so und laden Sie "
        f"sie noch "
        "einmal hoch.",
        f"This is {kind_en}. We read CSV, XLSX, XLS, ODS and XRechnung. Save the list in one of these and upload it "
        f"again.",
    )
