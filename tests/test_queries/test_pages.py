"""What a browser gets: every page from the values of the API, readable without script."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from kg.model import Claim, Statement
from kg.store import Store
from kg.vocabulary import RELATIONS
from queries.library import Library
from queries.pages import words
from queries.pages.site import look, static_files
from tests.test_queries.articles import articles, document
from tests.test_queries.conftest import Client, served

HOSTILE = '"><script>alert(1)</script>'
INHIBITS = Statement("HGNC:18628", "inhibits", "CL:0000625")
ACTIVATES = Statement("HGNC:18628", "activates", "CL:0000625")
PAGES = (
    "/",
    "/entities?q=clever",
    "/entities?q=nothing+of+this+name",
    "/entities/HGNC:18628",
    "/entities/CL:0000084?subtypes=true",
    "/entities/CL:0000084/statements?subtypes=true",
    "/statements",
    f"/statements/{INHIBITS.hash}",
    f"/statements/{ACTIVATES.hash}",
    "/contradictions",
    "/new?since=1000",
    "/evidence?q=Clever",
    "/documents",
    "/documents/PMID:1",
    "/path-finder",
    "/path-finder?from=bexmarilimab&to=CD8-positive+T+cell&steps=2",
    "/queries",
    "/queries/what-inhibits",
    "/queries/what-inhibits?entity=T+cell",
    "/sparql",
    "/sparql?query=ASK{}",
    "/sparql?query=SELECT * { ?s rel:inhibits ?o }",
    "/sparql?query=CONSTRUCT WHERE { ?s rel:inhibits ?o }",
    "/resource?iri=urn:litkg:relation/inhibits",
)


@pytest.fixture(scope="module")
def browser(client: Client) -> Client:
    """What asks as a browser does."""
    return Client(client.app, {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A server of the same articles, of which one was retracted and one has an erratum."""
    path = tmp_path_factory.mktemp("notices") / "store"
    with Store.open(path) as store:
        for contribution in articles():
            notices = {"PMID:2": ("retraction",), "PMID:6": ("erratum",)}.get(contribution.document.id, ())
            store.add(replace(contribution, document=replace(contribution.document, notices=notices)))
    for client in served(path, workers=1):
        yield Client(client.app, {"accept": "text/html"})


def text_of(page: str) -> str:
    """What a person reads: no tags, single spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page.partition("<main")[2])).split())


@pytest.mark.parametrize("path", PAGES)
def test_page_needs_nothing_from_elsewhere(browser: Client, path: str) -> None:
    response = browser.get(path)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/html; charset=utf-8")
    loaded = re.findall(r'<(?:script|link|img)[^>]+(?:src|href)="([^"]+)"', response.text)
    assert {url.partition("?")[0] for url in loaded} == {
        "/static/litkg.css",
        "/static/mark.svg",
        "/static/litkg.js",
    }


@pytest.mark.parametrize("path", PAGES)
def test_page_has_no_style_or_script_inside(browser: Client, path: str) -> None:
    response = browser.get(path)
    assert not re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?! src)", response.text)
    policy = response.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self'; style-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("path", PAGES)
def test_page_has_one_heading_a_title_and_landmarks(browser: Client, path: str) -> None:
    page = browser.get(path).text
    assert len(re.findall("<h1", page)) == 1
    assert re.search(r"<title>[^<]+</title>", page)
    assert all(f"<{part}" in page for part in ("header", "nav", "main", "footer"))
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
def test_every_link_of_a_page_works(browser: Client, path: str) -> None:
    page = browser.get(path).text
    links = {unescape(link) for link in re.findall(r'href="([^"#]+)', page)}
    own = {path.partition("?")[0] + link if link.startswith("?") else link for link in links}
    asked = sorted(link for link in own if link.startswith("/"))
    statuses = {link: browser.get(link).status_code for link in asked}
    assert len(asked) > 8
    assert {link: status for link, status in statuses.items() if status not in (200, 303)} == {}


@pytest.mark.parametrize(
    "path",
    [
        "/entities?q={}",
        "/documents?q={}",
        "/evidence?q=Clever+{}",
        "/path-finder?from={}&to=PD-1",
        "/queries/what-inhibits?entity={}",
        "/queries/contradictions?limit={}",
        "/sparql?query=SELECT ('{}' AS ?x) {{}}",
        "/sparql?query={}",
        "/statements?since={}",
        "/documents/{}",
        "/entities/HGNC:{}",
    ],
)
def test_page_escapes_what_a_stranger_wrote(browser: Client, path: str) -> None:
    page = browser.get(path.format(HOSTILE)).text
    assert re.findall(r"<script[^>]*>", page) == [f'<script src="/static/litkg.js?v={look()}" defer>']
    assert "&lt;script&gt;" in page or "%3Cscript%3E" in page or "since: String should match" in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/entities/HGNC:1", 404),
        ("/nothing", 404),
        ("/statements?relation=likes", 422),
        ("/sparql?query=x", 400),
    ],
)
def test_problem_is_a_page_for_a_browser(browser: Client, path: str, status: int) -> None:
    response = browser.get(path)
    assert response.status_code == status
    assert 'role="alert"' in response.text


def test_empty_fields_of_a_form_stand_for_any(browser: Client, client: Client) -> None:
    path = "/statements?relation=&min_belief=&negated=true"
    assert "1 statement." in text_of(browser.get(path).text)
    assert client.get(path).status_code == 422


def test_page_that_a_browser_has_keeps_its_policy(browser: Client) -> None:
    tag = browser.get("/entities/HGNC:18628").headers["etag"]
    response = browser.get("/entities/HGNC:18628", headers={"if-none-match": tag})
    assert (response.status_code, "content-security-policy" in response.headers) == (304, False)


def test_page_that_tells_of_a_failure_is_not_kept(browser: Client) -> None:
    headers = browser.get("/queries/what-inhibits?entity=xyzzy").headers
    assert ("etag" in headers, headers["cache-control"]) == (False, "no-store")


@pytest.mark.parametrize(("name", "media"), [("litkg.css", "text/css"), ("litkg.js", "text/javascript")])
def test_style_and_script_are_served_to_be_kept(client: Client, name: str, media: str) -> None:
    response = client.get(f"/static/{name}")
    assert response.headers["content-type"].startswith(media)
    assert "max-age" in response.headers["cache-control"]
    assert client.get("/static/../site.py").status_code == 404


# ------------------------------------------------------------------------------------------------ pages


def test_entity_page_groups_what_is_said_by_relation_and_side(browser: Client) -> None:
    page = text_of(browser.get("/entities/CL:0000084").text)
    acting, acted = page.index("What acts on T cell"), page.index("What T cell acts on")
    assert acting < page.index("Inhibited by 2") < acted < page.index("Activates 1")
    assert "PDCD1" in page[acting:acted]
    assert "macrophage" in page[acted:]


def test_entity_page_says_in_words_what_is_denied_supposed_or_contradicted(browser: Client) -> None:
    page = text_of(browser.get("/entities/HGNC:18628").text)
    assert re.search(r"not T cell denied", page)
    assert re.search(r"melanoma only supposed", page)
    assert re.search(r"CD8-positive T cell contradicted", page)


def test_entity_page_names_and_links_out(browser: Client) -> None:
    page = browser.get("/entities/HGNC:18628").text
    assert 'href="https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/HGNC:18628"' in page
    assert 'href="https://www.ncbi.nlm.nih.gov/gene/23166"' in page
    assert "Clever-1, stabilin-1" in page


def test_entity_page_has_what_is_said_of_subtypes_when_asked(browser: Client) -> None:
    plain, wide = (text_of(browser.get(f"/entities/CL:0000084{q}").text) for q in ("", "?subtypes=true"))
    assert "on CD8-positive T cell" not in plain
    assert "on CD8-positive T cell" in wide


def test_picture_leads_to_neighbours_and_statements(browser: Client) -> None:
    page = browser.get("/entities/HGNC:18628").text
    picture = page[page.index("<svg viewBox=", page.index("<figure")) : page.index("</figure>")]
    links = set(re.findall(r'href="([^"]+)"', picture))
    assert {"/entities/CL:0000625", f"/statements/{INHIBITS.hash}"} <= links
    assert "STAB1 inhibits CD8-positive T cell (" not in picture
    assert "STAB1 does not inhibit T cell" in picture
    assert browser.get("/entities/HGNC:18628").text == page


def test_statement_page_shows_sentences_with_their_roles(browser: Client) -> None:
    page = browser.get(f"/statements/{INHIBITS.hash}").text
    assert page.count('<mark class="subject">Clev</mark>') == 2
    assert 'href="/documents/PMID:1#s0"' in page
    assert "2 sentences in 2 articles" in text_of(page)
    assert f"/statements/{ACTIVATES.hash}" in page[page.index('id="against"') :]


def test_statement_page_explains_its_belief(browser: Client, client: Client) -> None:
    told = client.get(f"/statements/{INHIBITS.hash}").json()
    doubt = 1.0
    for share in told["shares"]:
        doubt *= 1 - share["weight"]
    error = told["shares"][0]["extractor_error"]
    assert round(1 - (error + (1 - error) * doubt), 4) == told["statement"]["belief"]
    page = text_of(browser.get(f"/statements/{INHIBITS.hash}").text)
    assert "From 2 sources" in page
    assert "5 % of doubt stay for what test misread" in page


def test_statement_page_leads_to_more_general_and_more_specific_ones(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.add(document("PMID:1", ("PD-1 hits all T cells.", "PDCD1", "affects", "T cell")))
        store.add(document("PMID:2", ("PD-1 stop CD8 T cells.", "PDCD1", "inhibits", "CD8-positive T cell")))
    general, specific = (
        Statement("HGNC:8760", relation, entity).hash
        for relation, entity in (("affects", "CL:0000084"), ("inhibits", "CL:0000625"))
    )
    for client in served(tmp_path, workers=1):
        pages = [
            client.get(f"/statements/{name}", headers={"accept": "text/html"}).text
            for name in (general, specific)
        ]
        assert f"/statements/{specific}" in pages[0].partition("Said more specifically")[2]
        assert f"/statements/{general}" in pages[1].partition("Said more generally")[2]


def test_article_page_marks_names_and_claims(browser: Client) -> None:
    page = browser.get("/documents/PMID:1").text
    assert re.search(r'<a class="name gene" href="/entities/HGNC:18628"[^>]*>Clev</a>er-1 holds', page)
    sentences = re.findall(r'class="sentence" id="(s\d+)"', page)
    assert sentences == ["s0", "s34", "s62"]
    assert all(f'data-sentences="{name}"' in page and f'href="#{name}"' in page for name in sentences)


def test_withdrawn_article_is_shown_as_such(library: Client) -> None:
    page = text_of(library.get("/documents/PMID:2").text)
    assert "This article was withdrawn (retraction)" in page
    assert "Published about this article since: erratum" in text_of(library.get("/documents/PMID:6").text)
    assert "withdrawn article, counts for nothing" in text_of(
        library.get(f"/statements/{INHIBITS.hash}").text
    )
    assert text_of(library.get("/documents").text).count("withdrawn") == 1


def test_path_finder_reads_names_and_shows_sentences(browser: Client) -> None:
    path = "/path-finder?from=fp-1305&to=CD8-positive T cell (CL:0000625)&steps=2"
    page = browser.get(path).text
    assert 'value="bexmarilimab (litkg:drug.bexmarilimab)"' in page
    assert "bexmarilimab targets → STAB1 inhibits → CD8-positive T cell" in text_of(page)
    assert "Bexmarilimab is aimed at Clever-1." in text_of(page)


def test_path_finder_says_which_name_it_does_not_know(browser: Client) -> None:
    assert "No article of this graph names “xyzzy”" in text_of(
        browser.get("/path-finder?from=xyzzy&to=PD-1").text
    )


def test_sparql_page_links_values_and_names_them(browser: Client) -> None:
    page = browser.get(
        "/sparql?query=SELECT ?st ?s { ?st biolink:subject ?s ; litkg:relation rel:targets }"
    ).text
    assert re.search(r'<a href="/statements/[0-9a-f]{20}">statement:', page)
    link = '<a href="/entities/litkg:drug.bexmarilimab">litkg:drug.bexmarilimab</a>'
    assert f'{link} <span class="note">bexmarilimab</span>' in page


@pytest.mark.parametrize("name", [*Library.load().names(), "Facts as plain triples"])
def test_every_example_of_the_editor_runs(browser: Client, name: str) -> None:
    page = browser.get("/sparql", params={"example": name}).text
    found = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)
    assert found
    assert browser.get("/sparql", params={"query": unescape(found[1])}).status_code == 200


def test_answers_are_downloaded_as_files(browser: Client) -> None:
    query = {"query": "SELECT ?s { ?s rel:targets ?o }"}
    response = browser.get("/sparql", params={**query, "format": "csv"})
    assert response.headers["content-disposition"] == 'attachment; filename="litkg.csv"'
    assert response.text.splitlines()[0] == "s"
    assert browser.get("/sparql", params={**query, "format": "json"}).json()["results"]["bindings"]
    answer = browser.get("/queries/what-inhibits", params={"entity": "T cell", "format": "csv"})
    assert answer.headers["content-type"].startswith("text/csv")


def test_question_page_reads_what_was_picked(browser: Client) -> None:
    page = browser.get("/queries/what-inhibits", params={"entity": "T cell (CL:0000084)"}).text
    assert "3 rows" in text_of(page)


@pytest.mark.parametrize(
    ("iri", "place"),
    [
        ("http://purl.obolibrary.org/obo/CL_0000084", "/entities/CL:0000084"),
        (f"urn:litkg:statement/{INHIBITS.hash}", f"/statements/{INHIBITS.hash}"),
        ("urn:litkg:document/PMID%3A1", "/documents/PMID:1"),
    ],
)
def test_iri_leads_a_browser_to_the_page_about_it(browser: Client, iri: str, place: str) -> None:
    response = browser.get("/resource", params={"iri": iri})
    assert (response.status_code, response.headers["location"]) == (303, place)


def test_evidence_leads_a_browser_to_its_statement(browser: Client, store: Store) -> None:
    claim: Claim = next(iter(next(articles()).claims))
    iri = f"urn:litkg:evidence/{claim.evidence.hash(claim.statement)}"
    response = browser.get("/resource", params={"iri": iri})
    assert response.headers["location"] == f"/statements/{claim.statement.hash}"


def test_page_shows_only_the_surest_of_many(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        for number, name in enumerate(("macrophage", "CD8-positive T cell", "T cell", "melanoma") * 3):
            aspects = ("activity", "expression", "secretion", "growth", "survival", "migration")
            mark = {aspects[number % 6]: "0"}
            store.add(
                document(f"PMID:{number}", ("PD-1 stop these cells.", "PDCD1", "inhibits", name), **mark)
            )
    for client in served(tmp_path, workers=1):
        page = client.get("/entities/HGNC:8760", headers={"accept": "text/html"}).text
        assert page.count("<li>") < 40
        assert re.search(
            r'/entities/HGNC:8760/statements\?relation=inhibits&amp;role=subject[^"]*">All 12', page
        )


def test_statement_page_shows_fifty_sentences_unless_all_are_asked_for(tmp_path: Path) -> None:
    said = [(f"PD-1 stop T cells, {n} times.", "PDCD1", "inhibits", "T cell") for n in range(60)]
    with Store.open(tmp_path) as store:
        store.add(document("PMID:1", *said))
    path = f"/statements/{Statement('HGNC:8760', 'inhibits', 'CL:0000084').hash}"
    for client in served(tmp_path, workers=1):
        browser = Client(client.app, {"accept": "text/html"})
        assert browser.get(path).text.count("<blockquote") == 50
        assert "Show all 60 sentences" in text_of(browser.get(path).text)
        assert browser.get(f"{path}?all=1").text.count("<blockquote") == 60
        assert len(client.get(path).json()["evidence"]) == 60


@pytest.mark.parametrize("name", RELATIONS)
def test_every_relation_is_said_in_words(name: str) -> None:
    assert {words.heading(name, side)[0].isupper() for side in ("subject", "object", "either")} == {True}
    assert " no" in words.denied(name) or " not " in words.denied(name)


# ---------------------------------------------------------------------------------------------- colours


def colours(scheme: str) -> dict[str, tuple[float, float, float]]:
    """The colours of the style sheet by name, as red, green and blue from 0 to 1."""
    sheet = static_files()["litkg.css"][0].decode()
    light, dark = (part.partition("}")[0] for part in sheet.split(":root {")[1:3])
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6})", light if scheme == "light" else dark)
    return {name: tuple(int(code[i : i + 2], 16) / 255 for i in (0, 2, 4)) for name, code in found}  # type: ignore[misc]


def luminance(colour: tuple[float, float, float]) -> float:
    """Relative luminance: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_the_contrast_of_level_aa(scheme: str) -> None:
    colour = colours(scheme)
    grounds = (
        "ground",
        "raised",
        "gene",
        "drug",
        "disease",
        "cell",
        "thing",
        "sentence",
        "target",
        "found",
        "alert",
    )
    pairs = [("ink", ground) for ground in grounds]
    pairs += [(text, g) for text in ("link", "faint", "up", "down", "other") for g in ("ground", "raised")]
    pairs += [("accent-ink", "accent"), ("link", "target"), ("link", "alert")]
    poor = {pair: round(contrast(*(colour[name] for name in pair)), 2) for pair in pairs}
    assert {pair: found for pair, found in poor.items() if found < 4.5} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_and_borders_have_the_contrast_of_level_aa(scheme: str) -> None:
    colour = colours(scheme)
    lines = [name for name in colour if name.endswith("-line")] + ["field", "focus", "up", "down", "other"]
    poor = {name: round(contrast(colour[name], colour["ground"]), 2) for name in lines}
    assert {name: found for name, found in poor.items() if found < 3} == {}
