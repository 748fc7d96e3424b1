"""Bytes of an official list, with or without a zip around them, as text.

Comes in: what a user downloaded. Goes out: text, or a `ListProblem`.
Never: unpacks more than a list can be large; knows what the list says.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Collection

from schemas.reference.problem import ListProblem

_LARGEST_BYTES = 200_000_000


def decoded(content: bytes) -> str:
    """The text of a list: UTF-8, with or without a mark at its beginning, else cp1252."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def is_zip(content: bytes) -> bool:
    """Whether the bytes begin as those of a zip (and of a workbook) do."""
    return content.startswith(b"PK")


def check_zip(content: bytes, file_name: str) -> None:
    """Raise `ListProblem` for a zip or workbook that is broken or too large unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _broken(file_name) from error
    if size > _LARGEST_BYTES:
        raise ListProblem(
            where=file_name,
            what_de=f"Die Datei enthält ausgepackt {size // 1_000_000} MB, erlaubt sind 200 MB.",
            what_en=f"The file holds {size // 1_000_000} MB unpacked, the limit is 200 MB.",
            mend_de="Laden Sie die Liste noch einmal herunter.",
            mend_en="Download the list again.",
        )


def unzipped(content: bytes, names: Collection[str], file_name: str) -> bytes | None:
    """The first file of the zip that has one of the names (small letters); None where it has none."""
    check_zip(content, file_name)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                if name.lower() in names:
                    return archive.read(name)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
        raise _broken(file_name) from error
    return None


def _broken(file_name: str) -> ListProblem:
    return ListProblem(
        where=file_name,
        what_de="Die Datei ist beschädigt, geschützt oder keine ZIP- oder XLSX-Datei.",
        what_en="The file is damaged, protected, or no ZIP or XLSX file.",
        mend_de="Laden Sie die Liste noch einmal herunter.",
        mend_en="Download the list again.",
    )
