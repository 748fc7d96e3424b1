"""Page: in a real browser a list is handed in and its companies are found; nothing leaves the machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).parents[2]
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
LIST = """Lieferant;PLZ;Ort;Umsatz 2025 EUR
Nimmersatt Lokomotivteile GmbH;44137;Dortmund;91.000,00
Kaisers Neue Kleider Textil KG;33602;Bielefeld;12.500,50
"""


@pytest.fixture(scope="module")
def address(example_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The served pages over a copy of the example region."""
    warehouse = tmp_path_factory.mktemp("served") / "lieferkette.duckdb"
    shutil.copy(example_folder / "var" / "lieferkette.duckdb", warehouse)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    call = [
        sys.executable,
        "-m",
        "dashboards.serve",
        "--warehouse",
        str(warehouse),
        "--port",
        str(port),
        "--no-browser",
    ]
    log = warehouse.with_suffix(".log")
    with log.open("w") as out:
        server = subprocess.Popen(
            call, cwd=ROOT, stdout=out, stderr=out, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{url}/_stcore/health", server, log)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            assert server.poll() is None, log.read_text()
            time.sleep(0.2)
    raise AssertionError(f"the pages did not start: {log.read_text()}")


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    """A Chromium without any traffic of its own."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield opened
        opened.close()


class Watched:
    """A page whose console errors and requests are kept."""

    def __init__(self, browser: Browser, look: Literal["light", "dark"] = "light") -> None:
        self.page: Page = browser.new_context(
            locale="de-DE", viewport={"width": 1280, "height": 900}, color_scheme=look
        ).new_page()
        self.errors: list[str] = []
        self.hosts: set[str] = set()
        self.failed: list[str] = []
        self.page.on("console", lambda message: self._console(message.type, message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "request",
            lambda request: self.hosts.add(request.url.split("/")[2]) if "//" in request.url else None,
        )
        self.page.on(
            "response", lambda answer: self.failed.append(answer.url) if answer.status >= 400 else None
        )

    def _console(self, kind: str, text: str) -> None:
        if kind == "error":
            self.errors.append(text)

    def open(self, url: str) -> Page:
        """Go there and wait until the page stands still."""
        self.page.goto(url)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait for the end of the run."""
        self.page.wait_for_timeout(400)
        self.page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)

    def is_clean(self, url: str) -> bool:
        """No error on the console, no answer that failed, no other host."""
        assert self.errors == []
        assert self.failed == []
        assert self.hosts == {url.removeprefix("http://")}
        return True


@pytest.mark.parametrize(
    "screen", ["", "companies", "chain", "dependencies", "markets", "partners", "reports", "upload"]
)
def test_page_every_screen_opened_directly_is_quiet(address: str, browser: Browser, screen: str) -> None:
    watched = Watched(browser)
    page = watched.open(f"{address}/{screen}")
    expect(page.locator("h1")).to_be_visible(timeout=30_000)
    expect(page.get_by_role("link", name="Wertschöpfungskette", exact=True).first).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "de"
    assert page.get_by_text("Das hat nicht geklappt").count() == 0
    assert watched.is_clean(address)


def test_page_english_is_said_in_the_page(address: str, browser: Browser) -> None:
    watched = Watched(browser)
    page = watched.open(f"{address}/dependencies?language=en")
    expect(page.get_by_role("heading", name="Dependencies")).to_be_visible(timeout=30_000)
    assert page.evaluate("document.documentElement.lang") == "en"
    assert watched.is_clean(address)


def test_page_upload_a_list_and_find_its_companies(address: str, browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "Lieferanten 2025.csv"
    file.write_text(LIST, encoding="utf-8-sig")
    watched = Watched(browser)
    page = watched.open(f"{address}/upload")
    word = page.get_by_test_id("stFileUploaderDropzone").get_by_role("button").locator("p")
    assert word.evaluate("one => getComputedStyle(one, '::after').content") == '"Datei auswählen"'
    assert word.evaluate("one => getComputedStyle(one).fontSize") == "0px", (
        "Streamlit's own word is out of sight"
    )
    page.get_by_role("combobox", name="Wessen Liste ist das?").fill("noch nicht")
    page.keyboard.press("Enter")
    page.get_by_label("Name des Unternehmens").fill("Zwerg Nase Armaturen GmbH")
    page.keyboard.press("Enter")
    watched.settle()
    page.set_input_files("input[type=file]", str(file))
    for name in ("Weiter", "Liste übernehmen", "Weiter", "Weiter"):
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_enabled(timeout=30_000)
        watched.settle()
        button.click()
    expect(page.get_by_text(re.compile("Fertig: 2 Zeilen übernommen"))).to_be_visible(timeout=30_000)
    page.get_by_role("link", name=re.compile("Unternehmen ansehen")).first.click()
    watched.settle()
    expect(page.locator("td", has_text="Nimmersatt Lokomotivteile GmbH").first).to_be_attached(timeout=30_000)
    page.get_by_label("Unternehmen suchen").fill("Kaisers Neue")
    page.keyboard.press("Enter")
    watched.settle()
    expect(page.locator("td", has_text="Kaisers Neue Kleider Textil KG").first).to_be_attached(timeout=30_000)
    assert watched.is_clean(address)


@pytest.mark.parametrize("look", ["light", "dark"])
def test_page_the_main_button_can_be_read(
    address: str, browser: Browser, look: Literal["light", "dark"]
) -> None:
    page = Watched(browser, look).open(f"{address}/sharing")
    button = page.locator("[data-testid^=stBaseButton-primary]").first
    ground = button.evaluate("one => getComputedStyle(one).backgroundColor")
    ink = button.locator("p").evaluate("one => getComputedStyle(one).color")
    lights = sorted((_luminance(ground), _luminance(ink)))
    assert (lights[1] + 0.05) / (lights[0] + 0.05) >= 4.5, (ground, ink)


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of a colour as the browser writes it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_page_answers_carry_the_headers(address: str) -> None:
    for path in ("/", "/chain", "/_stcore/health"):
        with urllib.request.urlopen(address + path) as answer:
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["x-frame-options"] == "DENY"
            assert "default-src 'self'" in answer.headers["content-security-policy"]
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_page_serves_on_this_machine_only(address: str) -> None:
    """The kernel's table of listeners names 127.0.0.1 for the port, and nothing else."""
    port = f"{int(address.rsplit(':', 1)[1]):04X}"
    listening = "0A"
    bound = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        rows = [line.split() for line in Path(table).read_text().splitlines()[1:]]
        bound |= {row[1] for row in rows if row[1].endswith(f":{port}") and row[3] == listening}
    assert bound == {f"0100007F:{port}"}
