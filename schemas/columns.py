"""Every column of the warehouse once: type, meaning, unit, labels, and who may see it.

One quantity has one name in every table. A table asks for a column by that name
(`column("amount_eur")`) and so cannot give it a second meaning; the data dictionary is
generated from here. Never: a table, a query, a rule of access (`seen_by` documents the
rule that `lieferkette.access` enforces and its tests check).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

MONEY = sa.Numeric(18, 2)
ID = sa.String(36)

SEEN_BY = {
    "all": "everybody: public reference data",
    "register": "everybody where the company stands in a public or member register or keeps an open profile; "
    "otherwise only the company whose list named it",
    "uploader": "the company that uploaded it, and the owner",
    "sharing": "the company that uploaded it, and others at the lower sharing level of both ends",
    "company": "the company itself, and the owner",
    "profile": "the company itself, and everybody while its profile is open",
    "contact": "the company itself, and who it agreed with to be in contact",
    "owner": "the owner of the warehouse",
}


@dataclass(frozen=True)
class Meaning:
    """What one column says, wherever it stands."""

    type: Any
    meaning: str
    de: str
    en: str
    seen_by: str
    unit: str = ""


COLUMNS: dict[str, Meaning] = {}


def declaring(seen_by: str) -> Callable[..., None]:
    """A function that declares columns which the same readers may see."""

    def declare(name: str, type_: Any, de: str, en: str, meaning: str, unit: str = "", by: str = "") -> None:
        if name in COLUMNS:
            raise ValueError(f"column {name} is declared twice")
        COLUMNS[name] = Meaning(type_, meaning, de, en, by or seen_by, unit)

    return declare


_of = declaring


def column(name: str, **options: Any) -> sa.Column[Any]:
    """A fresh SQLAlchemy column with the one declared meaning of `name`; `options` go to `sa.Column`."""
    meaning = COLUMNS[name]
    return sa.Column(name, meaning.type, info={"meaning": meaning}, **options)


# --- companies -----------------------------------------------------------------------------------------
_c = _of("register")
_c("company_id", ID, "Unternehmens-Kennung", "company id", "Random UUID of a company, never reused.")
_c(
    "kind",
    sa.String(16),
    "Art",
    "kind",
    "company, cooperative, initiative, public_body, research or private_person.",
)
_c("name", sa.String, "Name", "name", "Name as the source writes it, NFC.")
_c(
    "name_normalised",
    sa.String,
    "Vergleichsname",
    "normalised name",
    "Name without legal form, case and accents, for matching.",
)
_c("legal_form", sa.String(32), "Rechtsform", "legal form", "Canonical legal form, e.g. `gmbh & co kg`.")
_c("street", sa.String, "Straße", "street", "Street and house number.")
_c("postcode", sa.String, "PLZ", "postcode", "Postcode as text, leading zeros kept.")
_c("city", sa.String, "Ort", "city", "Town as the source writes it.")
_c("country_code", sa.String(2), "Land", "country", "ISO 3166-1 alpha-2.")
_c("latitude", sa.Double, "Breite", "latitude", "WGS 84.", "degrees")
_c("longitude", sa.Double, "Länge", "longitude", "WGS 84.", "degrees")
_c("vat_id", sa.String(20), "USt-IdNr.", "VAT id", "Checked VAT id without spaces.")
_c(
    "register_number",
    sa.String,
    "Registernummer",
    "register number",
    "Commercial register number with its kind, e.g. `HRB 1234`.",
)
_c("register_court", sa.String, "Registergericht", "register court", "Court that keeps the register.")
_c("lei", sa.String(20), "LEI", "LEI", "Legal Entity Identifier, checked.")
_c("duns", sa.String, "D-U-N-S", "D-U-N-S", "D-U-N-S number as given.")
_c("web", sa.String, "Internet", "website", "Website as given.")
_c(
    "sector_code",
    sa.String(8),
    "Branche (WZ 2008)",
    "sector (WZ 2008)",
    "WZ 2008 code with dot, e.g. `25.62`.",
)
_c("sector_code_2025", sa.String(8), "Branche (WZ 2025)", "sector (WZ 2025)", "WZ 2025 code with dot.")
_c(
    "sector_source",
    sa.String(24),
    "Quelle der Branche",
    "source of the sector",
    "own_word > member_register > partner_list > group > activity_text > name.",
)
_c("sector_confidence", sa.Double, "Sicherheit der Branche", "confidence of the sector", "0 to 1.", "share")
_c("sector_text", sa.String, "Tätigkeit", "activity", "Activity in the source's own words.")
_c(
    "is_in_register",
    sa.Boolean,
    "im Register",
    "in a register",
    "The company stands in a public or member register that was loaded.",
)
_c("is_open_profile", sa.Boolean, "offenes Profil", "open profile", "The company chose to be found by name.")
_c("size_class", sa.String, "Größenklasse", "size class", "Class of employees as the register gives it.")
_c(
    "status",
    sa.String(16),
    "Stand",
    "status",
    "Where the row stands in its life, e.g. active, removed, open, undone.",
)
_c("group_id", ID, "Konzern", "group", "Group that the company belongs to.")
_c(
    "scheme",
    sa.String(24),
    "Art der Kennung",
    "scheme",
    "register_number, vat_id, lei, duns, member_no or os_id.",
)
_c("identifier", sa.String, "Kennung", "identifier", "Value of an identifier, compact.")
_c("alias", sa.String, "anderer Name", "alias", "Former name, brand or other spelling.")
_c("site_id", ID, "Betriebsstätte", "site", "A place of work of a company.")
_c("source", sa.String, "Quelle", "source", "Where the statement comes from.")
_c = _of("company")
_c("year", sa.Integer, "Jahr", "year", "Business year.", "year")
_c("revenue_eur", MONEY, "Umsatz", "revenue", "Revenue of the year.", "EUR")
_c("material_cost_eur", MONEY, "Materialaufwand", "material cost", "Purchased inputs of the year.", "EUR")
_c("personnel_cost_eur", MONEY, "Personalaufwand", "personnel cost", "Personnel cost of the year.", "EUR")
_c("value_added_eur", MONEY, "Wertschöpfung", "value added", "Gross value added of the year.", "EUR")
_c("employees", sa.Integer, "Beschäftigte", "employees", "Persons employed.", "persons")

# --- places and regions ----------------------------------------------------------------------------------
_c = _of("all")
_c("ags", sa.String(8), "Gemeindeschlüssel", "municipality key", "Official municipality key (AGS), 8 digits.")
_c("place_name", sa.String, "Kommune", "municipality", "Name of the municipality.")
_c("kreis_code", sa.String(5), "Kreisschlüssel", "district key", "First five digits of the AGS.")
_c("kreis_name", sa.String, "Kreis", "district", "Name of the district or independent city.")
_c("state_name", sa.String, "Land (Bund)", "state", "Federal state.")
_c("population", sa.Integer, "Einwohner", "population", "Inhabitants.", "persons")
_c(
    "units_per_euro",
    sa.Double,
    "Einheiten je Euro",
    "units per euro",
    "Yearly average of the ECB's reference rate.",
    "units",
)
_c("region_id", sa.String(40), "Region", "region", "Named set of municipalities, e.g. `maerkische-region`.")
_c("label_de", sa.String, "Bezeichnung", "German label", "Label in German.")
_c("label_en", sa.String, "englische Bezeichnung", "English label", "Label in English.")

# --- uploads --------------------------------------------------------------------------------------------
_c = _of("uploader")
_c("upload_id", ID, "Upload", "upload", "One file handed in by one company.")
_c(
    "owner_company_id",
    ID,
    "hochgeladen für",
    "uploaded for",
    "Company whose list it is; null for public sources.",
)
_c("file_name", sa.String, "Dateiname", "file name", "Name the file came with: display text only.")
_c("content_sha256", sa.String(64), "Prüfsumme", "checksum", "SHA-256 of the bytes as received.")
_c(
    "mapping_version",
    sa.String(64),
    "Fassung der Zuordnung",
    "mapping version",
    "Hash of recognition version and corrections; with the checksum it makes an upload idempotent.",
)
_c("shape", sa.String(40), "Art der Datei", "shape", "Known export that the file was recognised as.")
_c(
    "list_kind",
    sa.String(32),
    "Art der Liste",
    "kind of list",
    "suppliers, customers, suppliers_and_customers, relations, registry, members, orders or figures.",
)
_c(
    "is_complete_suppliers",
    sa.Boolean,
    "alle Lieferanten",
    "all suppliers",
    "The company said that the list names all its suppliers of the period; null = not asked yet.",
)
_c(
    "is_complete_customers",
    sa.Boolean,
    "alle Kunden",
    "all customers",
    "The company said that the list names all its customers of the period; null = not asked yet.",
)
_c(
    "corrects_upload_id",
    ID,
    "korrigiert den Upload",
    "corrects the upload",
    "Upload whose rejected rows this file brings again; both count together and are replaced together.",
)
_c(
    "reading_options",
    sa.String,
    "Leseart",
    "way of reading",
    "How a file was read, or is to be read, as a JSON object: unit, kind, decimal sign, meanings, notes.",
)
_c("correction_id", ID, "Korrektur", "correction", "One remembered correction.")
_c("heading_key", sa.String(64), "Kopfzeile", "row of headings", "SHA-256 of a row of headings, folded.")
_c("period_start", sa.Date, "von", "from", "First day of the period.")
_c("period_end", sa.Date, "bis", "to", "Last day of the period.")
_c("received_at", sa.DateTime, "empfangen", "received", "When the bytes were safe in the spool.", "UTC")
_c("committed_at", sa.DateTime, "übernommen", "committed", "When its transaction was committed.", "UTC")
_c("rows_read", sa.Integer, "gelesen", "read", "Rows below the heading that were not blank.", "rows")
_c(
    "rows_loaded",
    sa.Integer,
    "übernommen (Zeilen)",
    "loaded",
    "Rows that became evidence or companies.",
    "rows",
)
_c(
    "rows_rejected",
    sa.Integer,
    "zurückgewiesen",
    "rejected",
    "Rows with an error that can be mended.",
    "rows",
)
_c("rows_ignored", sa.Integer, "übergangen", "ignored", "Rows left out on purpose.", "rows")
_c("row_no", sa.Integer, "Zeile", "row", "Line of the file where the row begins, from 1.")
_c(
    "part_no",
    sa.Integer,
    "Teil",
    "part",
    "Part of a row that says several things (years as columns), from 0.",
)
_c("sheet", sa.String, "Tabellenblatt", "sheet", "Sheet of a workbook; empty for text files.")
_c("outcome", sa.String(12), "Ergebnis", "outcome", "rejected or ignored.")
_c("reason_code", sa.String(40), "Grund (Kürzel)", "reason code", "Rule that left the row out.")
_c("heading", sa.String, "Überschrift", "heading", "Heading of the column as in the file.")
_c("reason_de", sa.String, "Grund", "reason (German)", "Why, as a German sentence.")
_c("reason_en", sa.String, "Grund (englisch)", "reason (English)", "Why, as an English sentence.")
_c("mend_de", sa.String, "Abhilfe", "mend (German)", "What to do, as a German sentence.")
_c("mend_en", sa.String, "Abhilfe (englisch)", "mend (English)", "What to do, as an English sentence.")
_c(
    "raw",
    sa.String,
    "Inhalt der Zeile",
    "content of the row",
    "JSON list of the row's cells, personal data blanked.",
)
_c("position", sa.Integer, "Spalte", "column position", "Position of the column in the file, from 0.")
_c("column_meaning", sa.String(40), "Bedeutung", "meaning", "What the column was taken for.")
_c("score", sa.Double, "Sicherheit", "score", "How sure the decision is, 0 to 1.", "share")
_c("samples", sa.String, "Beispiele", "samples", "JSON list of sample values that led to the decision.")

# --- parties, decisions, evidence -----------------------------------------------------------------------
_c("party_id", ID, "Partei", "party", "One counterpart as one uploader names it.")
_c(
    "fingerprint",
    sa.String(64),
    "Kennung der Angabe",
    "fingerprint",
    "Hash of the party's record; unique per uploader.",
)
_c(
    "partner_no",
    sa.String,
    "Partnernummer",
    "partner number",
    "The uploader's number for the counterpart.",
)
_c("is_own", sa.Boolean, "eigene Partei", "own party", "The party is the uploader itself.")
_c("is_natural_person", sa.Boolean, "Privatperson", "natural person", "A natural person: kept without name.")
_c(
    "is_group_internal",
    sa.Boolean,
    "konzernintern",
    "inside the group",
    "The uploader marks the counterpart as part of its own group.",
)
_c(
    "decision_id",
    ID,
    "Zuordnung",
    "match decision",
    "One dated, reversible decision that a party is a company.",
)
_c(
    "scope",
    sa.String(10),
    "Reichweite",
    "scope",
    "uploader: what its uploader is shown; system: resolved across uploaders, shown to none.",
)
_c(
    "method",
    sa.String(24),
    "Verfahren",
    "method",
    "How the decision came about, e.g. vat_id, name_and_place, person.",
)
_c("decided_at", sa.DateTime, "entschieden", "decided", "When the decision was taken.", "UTC")
_c("decided_by", sa.String, "entschieden von", "decided by", "Actor, or `system`.")
_c(
    "ended_at",
    sa.DateTime,
    "aufgehoben",
    "ended",
    "When the decision was taken back; null = in force.",
    "UTC",
)
_c("supplier_party_id", ID, "Lieferant", "supplier", "Party that sells.")
_c("customer_party_id", ID, "Kunde", "customer", "Party that buys.")
_c(
    "superseded_by_upload_id",
    ID,
    "ersetzt durch",
    "superseded by",
    "Newer complete list that replaced this evidence.",
)
_c = _of("sharing")
_c(
    "amount_kind",
    sa.String(16),
    "Art des Betrags",
    "kind of amount",
    "invoiced_net, posted_gross, ordered, balance, ceiling or none; kinds are never added up.",
)
_c(
    "amount",
    MONEY,
    "Betrag (Original)",
    "amount (original)",
    "Amount as given, unit applied.",
    "currency",
    "uploader",
)
_c("currency", sa.String(3), "Währung", "currency", "ISO 4217.", "", "uploader")
_c(
    "rate_source",
    sa.String,
    "Kursquelle",
    "source of the rate",
    "Which rate turned the amount into euros.",
)
_c("amount_eur", MONEY, "Betrag", "amount", "Amount in euros; null where unknown. Others see bands.", "EUR")
_c(
    "share_band",
    sa.String(8),
    "Anteil in Stufen",
    "share band",
    "Band of the counterpart's share in the uploader's complete list, kept with the evidence so that what "
    "others see of it never depends on rows that they may not see: under_10, 10_25, 25_50 or over_50.",
)
_c("good_system", sa.String(16), "Warensystem", "good system", "own, CPA, CN, CPV … of `good_code`.")
_c("good_code", sa.String, "Warengruppe", "good code", "Code of the good in its system.")
_c("good_text", sa.String, "Ware", "good", "Good in the source's words.")
_c(
    "document_no",
    sa.String,
    "Belegnummer",
    "document number",
    "Documents accumulate by their number.",
    "",
    "uploader",
)
_c("sharing", sa.String(12), "Freigabestufe", "sharing level", "private, statistics, network or open.")

# --- accounts, audit ------------------------------------------------------------------------------------
_c = _of("company")
_c("default_sharing", sa.String(12), "Voreinstellung", "default sharing", "Sharing level of new uploads.")
_c("grant_id", ID, "Vollmacht", "grant", "Time-boxed right of one person to see as one company.")
_c("grantee", sa.String, "bevollmächtigt", "grantee", "Who may see as the company.")
_c("valid_from", sa.DateTime, "gültig ab", "valid from", "Start of the right.", "UTC")
_c("valid_until", sa.DateTime, "gültig bis", "valid until", "End of the right.", "UTC")
_c("created_at", sa.DateTime, "angelegt", "created", "When the row was written.", "UTC")
_c("event_no", sa.BigInteger, "Nummer", "number", "Running number of the event.", by="owner")
_c("at", sa.DateTime, "Zeitpunkt", "time", "When it happened.", "UTC")
_c("actor", sa.String, "wer", "who", "Role and name of who acted.")
_c("action", sa.String(40), "was", "what", "What was done.")
_c("detail", sa.String, "Einzelheiten", "detail", "JSON with counts and ids, never names or amounts.")
_c("previous_hash", sa.String(64), "Hash davor", "previous hash", "Hash of the event before.", by="owner")
_c("event_hash", sa.String(64), "Hash", "hash", "Hash over this event and the one before.", by="owner")

# --- releases -------------------------------------------------------------------------------------------
_c = _of("all")
_c("model_id", sa.String(16), "Modell", "model", "Name of a release, e.g. `2026-1`: year and running number.")
_c("released_at", sa.DateTime, "veröffentlicht", "released", "When the release passed the gate.", "UTC")
_c(
    "state_no",
    sa.BigInteger,
    "Stand-Nummer",
    "state",
    "Last event of the audit log when the state was frozen.",
)
_c(
    "tables_sha256",
    sa.String,
    "Prüfsumme der Tabellen",
    "checksum of the tables",
    "SHA-256 of all cells.",
)
_c(
    "certificate",
    sa.String,
    "Prüfvermerk",
    "certificate",
    "JSON: counts, rules, coverage; never the percentage.",
)
_c("table_id", sa.String(32), "Tabelle", "table", "Pre-registered table (lieferkette/releasing/tables.py).")
_c("cell_sector", sa.String, "Branche", "sector", "`all`, a sector group, a WZ code, or a capability.")
_c(
    "partner_sector",
    sa.String,
    "Branche gegenüber",
    "partner's sector",
    "As `cell_sector`, of the other end.",
)
_c(
    "cell_origin",
    sa.String,
    "Herkunft oder Ziel",
    "origin or destination",
    "all, region, outside, germany, eu or world.",
)
_c("cell_place", sa.String, "Kommune (Zelle)", "municipality of the cell", "AGS, or `all`.")
_c("released_value", sa.Double, "Wert", "value", "Euros, or a ratio, as the table says.")
_c("released_band", sa.String, "Stufe", "band", "Band of a count or share, or a fifth (1 lowest).")
_c("as_of_model_id", sa.String, "Stand aus", "state of", "Earlier release it was carried over from, or null.")
_c = _of("owner")
_c("flow_no", sa.Integer, "Nummer des Flusses", "number of the flow", "Running number within a release.")
_c("measure", sa.String, "Größe", "measure", "relation, revenue, list, capability or index.")
_c(
    "customer_key",
    sa.String,
    "Käufer (Schlüssel)",
    "buyer's key",
    "Group or company that buys or reports.",
)
_c("supplier_key", sa.String, "Verkäufer (Schlüssel)", "seller's key", "Group or company that sells.")
_c(
    "customer_sector",
    sa.String,
    "Branche des Käufers",
    "buyer's sector",
    "WZ 2008 code, empty if unknown.",
)
_c(
    "supplier_sector",
    sa.String,
    "Branche des Verkäufers",
    "seller's sector",
    "WZ 2008 code, empty if unknown.",
)
_c(
    "cell_destination",
    sa.String,
    "Ziel",
    "destination",
    "Where the buyer is: region, germany, eu, world, unknown.",
)
_c(
    "is_purchase",
    sa.Boolean,
    "zählt als Einkauf",
    "counts as a purchase",
    "Buyer here, with a complete list.",
)
_c("is_sale", sa.Boolean, "zählt als Absatz", "counts as a sale", "Seller here, with a complete list.")
