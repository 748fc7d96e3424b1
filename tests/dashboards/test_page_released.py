"""Page: what is released and what a level shows, as owner, chamber and company, before and after a release."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.components import house
from dashboards.upload.draft import Draft
from ingest.jobs import UploadResult
from lieferkette.access.actor import Actor
from lieferkette.i18n import say
from schemas.release import released_cell
from tests.dashboards.conftest import Opener, show
from tests.dashboards.test_page_screens import markdown_of, texts
from tests.lieferkette.releasing.test_release import world_of

REGION = "maerkische-region"
MODEL = "2026-1"
BUYER, OPEN_SELLER = "Riese 0 AG", "Zwerg 0 GmbH"
#: Sector, municipality and country of the sellers: eight in the region, eight elsewhere in Germany, eight abroad.


@pytest.fixture
def buyers_warehouse(tmp_path: Path) -> Path:
    """Ten buyers at the default level, each with a complete list of six suppliers."""
    path = tmp_path / "buyers.duckdb"
    world = world_of(address=str(path))
    world.workspace.close()
    return path


def release() -> None:
    """Release the open warehouse."""
    house.workspace().desk(Actor.owner()).release(REGION)


def tell_fifths(table_id: str, fifths: dict[str, str]) -> None:
    """Add fifths of groups of sectors to the release, as a region of more sectors would have them."""
    rows = [
        {"model_id": MODEL, "table_id": table_id, "cell_sector": group, "partner_sector": "all",
         "cell_origin": "all", "cell_place": "all", "released_band": band}
        for group, band in fifths.items()
    ]  # fmt: skip
    with house.workspace().warehouse.writing() as connection:
        connection.execute(released_cell.insert(), rows)


def buyer_id() -> str:
    """The company that looks."""
    return house.workspace().reader(Actor.owner()).find(BUYER)


def labels_of(app: AppTest) -> list[str]:
    """Labels of buttons and download buttons."""
    return [one.label for one in [*app.button, *app.get("download_button")]]


@pytest.mark.parametrize("screen", ["start", "reports", "resilience"])
def test_page_chamber_before_a_release_reads_what_to_do(
    open_app: Opener, buyers_warehouse: Path, screen: str
) -> None:
    page = show(open_app(buyers_warehouse), screen, sight="chamber")
    assert say("released.none_others", "de") in texts(page)
    assert not page.dataframe and not page.metric and not page.get("download_button")


@pytest.mark.parametrize("screen", ["start", "reports"])
def test_page_chamber_reads_released_figures_and_certificate(
    open_app: Opener, buyers_warehouse: Path, screen: str
) -> None:
    app = open_app(buyers_warehouse)
    release()
    page = show(app, screen, sight="chamber")
    model = house.workspace().reader(Actor.chamber()).model(REGION)
    shown = page.dataframe[0].value
    assert "insgesamt" in shown.iloc[:, 0].to_list()
    published = str(model.certificate["published"])
    assert published in page.table[0].value.astype(str).to_numpy().ravel().tolist()
    assert MODEL in markdown_of(page)
    names = [f"{who} {number} " for who in ("Riese", "Zwerg") for number in range(24)]
    everything = (
        markdown_of(page) + "\n".join(texts(page)) + shown.to_string() + page.table[0].value.to_string()
    )
    assert not [name for name in names if name in everything]
    if screen == "start":
        assert page.metric[0].value == "10–19"
    else:
        assert say("released.csv", "de") in labels_of(page) and say("released.xlsx", "de") in labels_of(page)


def test_page_chamber_reads_how_sectors_compare_and_no_company(
    open_app: Opener, buyers_warehouse: Path
) -> None:
    app = open_app(buyers_warehouse)
    release()
    page = show(app, "resilience", sight="chamber")
    assert say("released_risk.nothing", "de", model_id=MODEL, minimum=5) in texts(page)
    assert not page.dataframe and not page.get("plotly_chart")
    groups = ("basic_metals", "machinery", "vehicles", "plastics", "electrical")
    tell_fifths("systemic_risk_by_sector", {group: str(place + 1) for place, group in enumerate(groups)})
    tell_fifths("concentration_by_sector", {"machinery": "5"})
    page = show(AppTest.from_file(app._script_path, default_timeout=60), "resilience", sight="chamber")
    slots = {"count": 1, "model_id": MODEL}
    assert say("released_risk.highest_risk", "de", sector_groups=["electrical"], **slots) in texts(page)
    assert say("released_risk.most_concentrated", "de", sector_groups=["machinery"], **slots) in texts(page)
    tables = [one.value for one in page.dataframe]
    assert [table.shape for table in tables] == [(5, 2), (1, 2)]
    assert len(page.get("plotly_chart")) == 1
    for table_id in ("systemic_risk_by_sector", "concentration_by_sector"):
        assert say(f"release_definition.{table_id}", "de") in markdown_of(page)
    assert MODEL in markdown_of(page)


def test_page_suppressed_cells_stand_as_dots(open_app: Opener, buyers_warehouse: Path) -> None:
    app = open_app(buyers_warehouse)
    release()
    page = show(app, "reports", sight="chamber")
    model = house.workspace().reader(Actor.chamber()).model(REGION)
    cells = page.dataframe[0].value
    row = cells[cells.iloc[:, 0] == "insgesamt"].iloc[0].to_list()
    origins = ("all", "region", "outside", "germany", "eu", "world")
    values = [model.value("purchases_by_origin", origin=origin) for origin in origins]
    assert [cell == "·" for cell in row[1:]] == [value is None for value in values]
    assert None in values, "nothing of this release is withheld: the test shows nothing"


@pytest.mark.parametrize("screen", ["companies", "chain", "dependencies"])
@pytest.mark.parametrize("is_released", [False, True])
def test_page_chamber_sees_relations_nowhere(
    open_app: Opener, buyers_warehouse: Path, screen: str, is_released: bool
) -> None:
    app = open_app(buyers_warehouse)
    if is_released:
        release()
    page = show(app, screen, sight="chamber", company=buyer_id())
    assert say("released.no_relations", "de") in texts(page)
    assert not page.dataframe and not page.metric


def test_page_owner_releases_and_reads_the_certificate(open_app: Opener, buyers_warehouse: Path) -> None:
    page = show(open_app(buyers_warehouse), "reports")
    assert say("released.none_owner", "de") in texts(page)
    assert say("reports.table", "de") in [one.value for one in page.subheader]
    page.button(key="publish").click().run()
    assert not page.exception
    assert page.status[0].label == say("publish.done", "de", model_id=MODEL)
    assert say("release.certificate", "de") in [one.value for one in page.subheader]


def test_page_owner_with_too_few_lists_releases_nothing(open_app: Opener, one_row_warehouse: Path) -> None:
    page = show(open_app(one_row_warehouse), "reports")
    page.button(key="publish").click().run()
    assert page.status[0].label == say("publish.failed", "de")
    assert any("noch nichts zu veröffentlichen" in text for text in texts(page))
    assert say("released.none_owner", "de") in texts(page)


@pytest.mark.parametrize(("screen", "language"), list(product(["chain", "dependencies"], ["de", "en"])))
def test_page_company_reads_on_by_the_model(
    open_app: Opener, buyers_warehouse: Path, screen: str, language: str
) -> None:
    app = open_app(buyers_warehouse)
    title = say("beyond.title", "en" if language == "en" else "de")
    state = {"sight": buyer_id(), "company": buyer_id(), "language": language}
    assert title not in [one.value for one in show(app, screen, **state).subheader]
    release()
    page = show(AppTest.from_file(app._script_path, default_timeout=60), screen, **state)
    assert title in [one.value for one in page.subheader]
    assert any(MODEL in text for text in texts(page))
    origin = say("column.model_origin", "en" if language == "en" else "de")
    tiers = next(one.value for one in page.dataframe if origin in one.value.columns)
    assert tiers.iloc[:, 0].min() == 2
    assert not [cell for cell in tiers.astype(str).to_numpy().ravel() if "Zwerg" in cell or "Riese" in cell]


def test_page_company_start_says_what_it_can_do_next(open_app: Opener, buyers_warehouse: Path) -> None:
    app = open_app(buyers_warehouse)
    page = show(app, "start", sight=buyer_id())
    assert say("next.customers_missing", "de") in markdown_of(page)
    assert say("title.region_next_invite", "de") not in markdown_of(page)
    as_owner = show(AppTest.from_file(app._script_path, default_timeout=60), "start")
    assert say("title.region_next_invite", "de") in markdown_of(as_owner)


def test_page_company_says_on_start_whether_its_list_is_whole(
    open_app: Opener, buyers_warehouse: Path
) -> None:
    app = open_app(buyers_warehouse)
    uploads = house.workspace().reader(Actor.company(buyer_id())).uploads()
    house.workspace().desk(Actor.company(buyer_id())).set_completeness(uploads["upload_id"][0], False, None)
    page = show(app, "start", sight=buyer_id())
    assert not [one for one in page.button if one.key == "next_suppliers_yes"], "it was asked and answered"


@pytest.mark.parametrize("level", ["statistics", "open"])
def test_page_sharing_previews_what_others_see(open_app: Opener, buyers_warehouse: Path, level: str) -> None:
    app = open_app(buyers_warehouse)
    company_id = buyer_id()
    upload_id = house.workspace().reader(Actor.company(company_id)).uploads()["upload_id"][0]
    result = UploadResult(file="list.csv", status="loaded", upload_id=upload_id)
    state = Draft(step="sharing", owner_id=company_id, upload_id=upload_id, result=result)
    page = show(app, "upload", sight=company_id, draft=state, level=level)
    answer = house.workspace().reader(Actor.company(company_id)).preview_sharing(level)
    assert say("preview.title", "de") in [one.value for one in page.subheader]
    for sentence in answer.sentences:
        assert say(sentence, "de") in texts(page)
