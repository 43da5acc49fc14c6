"""The pages in headless Chromium, by keyboard: on a phone and on a wide screen, light and dark, checked by axe-core."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from kg.model import Statement
from queries.app import create_app

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed (litkg[test] has it)")
axe = pytest.importorskip("axe_core_python.selenium", reason="axe-core-python is not installed")

from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
INHIBITS = Statement("HGNC:18628", "inhibits", "CL:0000625").hash
WIDTHS = (390, 1400)
PAGES = (
    "/",
    "/entities?q=clever",
    "/entities/HGNC:18628",
    "/entities/CL:0000084?subtypes=true",
    "/statements",
    f"/statements/{INHIBITS}",
    "/contradictions",
    "/evidence?q=Clever",
    "/documents",
    "/documents/PMID:1",
    "/path-finder?from=bexmarilimab&to=CD8-positive+T+cell&steps=2",
    "/queries",
    "/queries/what-inhibits?entity=T+cell",
    "/sparql?query=SELECT * { ?s rel:inhibits ?o }",
    "/nothing",
)
#: what is asked of a page: WCAG 2.1, levels A and AA, and what axe-core recommends besides
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}

pytestmark = pytest.mark.skipif(
    not (CHROMIUM and DRIVER), reason="no Chromium with chromedriver here (Debian: chromium chromium-driver)"
)


@pytest.fixture(scope="module")
def address(store_path: Path) -> Iterator[str]:
    """Where a server of the articles listens."""
    app = create_app(store_path, workers=1)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="on"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [free]}, daemon=True)
        thread.start()
        base = f"http://127.0.0.1:{free.getsockname()[1]}"
        for _ in range(300):
            if server.started and httpx.get(f"{base}/ready").status_code == 200:
                break
            time.sleep(0.1)
        yield base
        server.should_exit = True
        thread.join(20)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser without a window."""
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.add_argument("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")  # no internet
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


class Person:
    """Uses a page by keyboard."""

    def __init__(self, driver: Any, address: str, width: int, scheme: str = "light") -> None:
        self.driver = driver
        self.address = address
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        screen = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})

    def open(self, path: str) -> None:
        self.driver.get(self.address + path)

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    def tab_to(self, selector: str) -> None:
        """Press Tab until what the selector means has the focus, and it can be seen that it has."""
        for _ in range(120):
            self.press(Keys.TAB)
            focused = self.driver.switch_to.active_element
            if self.driver.execute_script("return arguments[0].matches(arguments[1])", focused, selector):
                outline = focused.value_of_css_property("outline-style")
                stroke = focused.value_of_css_property("outline-width")
                assert (outline, stroke) != ("none", "0px")
                return
        raise AssertionError(f"Tab never reaches {selector} at {self.driver.current_url}")

    def wait(self, condition: Any) -> Any:
        return WebDriverWait(self.driver, 20).until(condition)

    def wait_for(self, selector: str) -> Any:
        return self.wait(lambda driver: next(iter(driver.find_elements(By.CSS_SELECTOR, selector)), None))

    def wait_for_address(self, part: str) -> None:
        self.wait(lambda driver: part in driver.current_url)


@pytest.fixture(params=WIDTHS)
def person(request: pytest.FixtureRequest, chromium: Any, address: str) -> Person:
    return Person(chromium, address, request.param)


def test_search_leads_by_keyboard_to_entity_statement_and_article(person: Person) -> None:
    person.open("/")
    person.tab_to("#search")
    person.press("clev")
    person.wait_for("#search-suggestions:not([hidden]) [role=option]")
    person.press(Keys.ARROW_DOWN, Keys.ENTER)
    person.wait_for_address("/entities/HGNC:18628")
    person.tab_to(f"main .rows a[href='/statements/{INHIBITS}']")
    person.press(Keys.ENTER)
    person.wait_for_address(f"/statements/{INHIBITS}")
    assert len(person.driver.find_elements(By.CSS_SELECTOR, ".evidence mark.subject")) == 2
    person.tab_to(".evidence a[href='/documents/PMID:1#s0']")
    person.press(Keys.ENTER)
    person.wait_for_address("/documents/PMID:1#s0")
    assert person.wait_for(".sentence:target").text == "Clever-1 holds CD8+ T cells down."


@pytest.mark.parametrize(("part", "shape"), [("node", "rect"), ("edge", ".grip")])
def test_picture_is_clicked_through(person: Person, part: str, shape: str) -> None:
    person.open("/entities/HGNC:18628")
    target = person.wait_for(f".picture a.{part} {shape}")
    place = person.driver.find_element(By.CSS_SELECTOR, f".picture a.{part}").get_dom_attribute("href")
    webdriver.ActionChains(person.driver).scroll_to_element(target).move_to_element(target).click().perform()
    person.wait_for_address(place)


def test_suggestions_are_a_combobox(person: Person) -> None:
    person.open("/documents")
    person.tab_to("#site-search")
    box = person.driver.switch_to.active_element
    assert (box.get_attribute("role"), box.get_attribute("aria-expanded")) == ("combobox", "false")
    person.press("t c")
    person.wait_for("#site-search-suggestions:not([hidden]) [role=option]")
    person.press(Keys.ARROW_UP)
    active = person.driver.find_element(By.ID, box.get_attribute("aria-activedescendant"))
    assert active.get_attribute("aria-selected") == "true"
    person.press(Keys.ARROW_DOWN)
    assert box.get_attribute("aria-activedescendant") is None
    person.press(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_attribute("value") == "t c"
    person.press(Keys.ENTER)
    person.wait_for_address("/entities?q=t+c")


def test_path_is_found_by_keyboard(person: Person) -> None:
    person.open("/path-finder")
    for name, text in (("from", "bexma"), ("to", "cd8")):
        person.tab_to(f"#path-{name}")
        person.press(text)
        person.wait_for(f"#path-{name}-suggestions:not([hidden]) [role=option]")
        person.press(Keys.ARROW_DOWN, Keys.ENTER)
    assert person.driver.switch_to.active_element.get_attribute("value").endswith("(CL:0000625)")
    person.press(Keys.ENTER)
    assert "bexmarilimab" in person.wait_for(".paths .chain").text


def test_query_is_run_by_keyboard(person: Person) -> None:
    person.open("/sparql")
    person.tab_to("#query")
    webdriver.ActionChains(person.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
    person.press("SELECT ?drug { ?drug rel:targets ?gene }")
    webdriver.ActionChains(person.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(
        Keys.CONTROL
    ).perform()
    assert person.wait_for("td a[href='/entities/litkg:drug.bexmarilimab']")


def test_claim_lights_up_its_sentence(person: Person) -> None:
    person.open("/documents/PMID:1")
    person.tab_to("[data-sentences=s34] a")
    assert "lit" in person.driver.find_element(By.ID, "s34").get_attribute("class")
    person.tab_to("[data-sentences=s62] a")
    assert "lit" not in person.driver.find_element(By.ID, "s34").get_attribute("class")


def test_pages_work_without_script(person: Person) -> None:
    person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        person.open("/")
        box = person.driver.find_element(By.ID, "search")
        box.send_keys("clever", Keys.ENTER)
        person.wait_for_address("/entities?q=clever")
        person.driver.find_element(By.CSS_SELECTOR, ".results a").send_keys(Keys.ENTER)
        person.wait_for_address("/entities/HGNC:18628")
    finally:
        person.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible_and_fits(chromium: Any, address: str, path: str, width: int, scheme: str) -> None:
    person = Person(chromium, address, width, scheme)
    chromium.get_log("browser")
    person.open(path)
    found = axe.Axe().run(chromium, options=RULES)["violations"]
    told = [(rule["id"], node["html"][:200]) for rule in found for node in rule["nodes"]]
    assert told == []
    assert chromium.execute_script("return document.documentElement.scrollWidth") <= width
    complaints = [entry["message"] for entry in chromium.get_log("browser") if "404" not in entry["message"]]
    assert complaints == []
