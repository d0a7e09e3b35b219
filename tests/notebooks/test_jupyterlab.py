"""Every notebook in a real JupyterLab, under Chromium: all cells run, figures are there, widgets answer."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

import analysis
from analysis.base.places import bundled

CHROMIUM = shutil.which("chromium")
MISSING = [
    name
    for name, there in (
        ("the package playwright", importlib.util.find_spec("playwright")),
        ("the browser chromium", CHROMIUM),
        ("the package jupyterlab", importlib.util.find_spec("jupyterlab")),
    )
    if not there
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}, which is not there")

NOTEBOOKS = sorted(path.stem for path in bundled("notebooks").glob("*.ipynb"))
TOKEN = "tests"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
# Nothing but the server can be reached.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
RUN = """async name => {
    const {commands} = window.jupyterapp;
    const notebook = await commands.execute("docmanager:open", {path: name + ".ipynb"});
    await notebook.context.ready;
    await notebook.sessionContext.ready;
    await commands.execute("notebook:run-all-cells");
    notebook.node.dataset.name = name;
    return notebook.content.model.toJSON().cells.flatMap(cell => cell.outputs ?? []);
}"""
CLOSE = """async () => {
    const {commands, serviceManager} = window.jupyterapp;
    await commands.execute("docmanager:save");
    await commands.execute("application:close-all");
    await serviceManager.sessions.shutdownAll();
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A page of JupyterLab on a copy of the notebooks, with settings, kernels and cache of its own."""
    from playwright.sync_api import sync_playwright

    home = tmp_path_factory.mktemp("lab")
    shutil.copytree(bundled("notebooks"), home / "notebooks")
    setting = home / "settings" / "@jupyterlab" / "notebook-extension" / "tracker.jupyterlab-settings"
    setting.parent.mkdir(parents=True)
    setting.write_text(json.dumps({"windowingMode": "none"}))  # cells out of sight are part of the page too
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_WORKSPACES_DIR", "ANALYSIS_CACHE")
    env = os.environ | {name: str(home / name.lower()) for name in places}
    env["JUPYTERLAB_SETTINGS_DIR"] = str(home / "settings")
    env["PYTHONPATH"] = os.pathsep.join([str(Path(analysis.__file__).parents[1]), env.get("PYTHONPATH", "")])
    options = [f"--ServerApp.port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}"]
    options += ["--no-browser", "--allow-root", "--LabApp.expose_app_in_browser=True"]
    command = [sys.executable, "-m", "jupyterlab", *options, str(home / "notebooks")]
    with (home / "log.txt").open("w") as log:
        server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_for(f"{address}/api?token={TOKEN}", server, home / "log.txt")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, ALONE])
            page = browser.new_page(viewport={"width": 1300, "height": 1000})
            page.set_default_timeout(60_000)
            page.goto(f"{address}/lab?token={TOKEN}&reset")
            page.wait_for_function("window.jupyterapp")
            page.evaluate("window.jupyterapp.restored.then(() => true)")
            yield page
            page.evaluate("window.jupyterapp.serviceManager.sessions.shutdownAll()")
            browser.close()
    finally:
        server.terminate()
        server.wait(30)


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    """Wait until a server answers. Raises RuntimeError with its log where it does not."""
    for _ in range(240):
        try:
            with urlopen(address):
                return
        except URLError:
            if server.poll() is not None:
                break
            time.sleep(0.25)
    raise RuntimeError(f"JupyterLab does not start:\n{log.read_text()[-2000:]}")


@pytest.fixture
def opened(lab: Any) -> Iterator[Any]:
    """Return a function that opens a notebook, runs all its cells, and returns its node and its outputs."""

    def run(name: str) -> tuple[Any, list[dict[str, Any]]]:
        outputs = lab.evaluate(RUN, name)
        return lab.locator(f'.jp-NotebookPanel[data-name="{name}"]'), outputs

    yield run
    lab.evaluate(CLOSE)


@pytest.mark.parametrize("name", sorted(set(NOTEBOOKS) - {"explore"}))
def test_a_notebook_runs_and_shows_its_figures(opened: Any, name: str) -> None:
    check(*opened(name))


def check(notebook: Any, outputs: list[dict[str, Any]]) -> None:
    """Check that a notebook has run without an error and that its figures and its Arabic show as they should."""
    assert not [f"{each['ename']}: {each['evalue']}" for each in outputs if each["output_type"] == "error"]
    assert not [each["text"] for each in outputs if each.get("name") == "stderr" and "%|" not in each["text"]]
    figures = notebook.locator(".jp-OutputArea-output svg[role=img]")
    figures.first.wait_for()
    shown = figures.evaluate_all("all => all.map(each => [each.getBoundingClientRect().width, each.ariaLabel])")
    assert all(width > 300 and alt for width, alt in shown)
    assert notebook.locator('.jp-OutputArea-output :is([dir="rtl"], [dir="auto"])').count() > 5


def test_explore_runs_and_reacts_to_its_widgets(opened: Any) -> None:
    notebook, outputs = opened("explore")
    check(notebook, outputs)
    search, lane = notebook.locator(".analysis-search"), notebook.locator(".analysis-lane")

    search.locator("input").press_sequentially(" زلزال")
    search.get_by_text("a word or a phrase").or_(search.get_by_text("0 occurrences")).wait_for()
    search.locator("input").fill("زلزال")
    search.locator("td.match", has_text="زلزال").first.wait_for()
    search.get_by_text('topics.concordances(selection, ["زلزال"], limit=20)[0]').wait_for()
    assert search.locator("table").get_attribute("dir") == "rtl"

    before = lane.locator("svg").inner_html()
    picker = notebook.locator(".analysis-sentences select").first
    picker.select_option(label=picker.locator("option", has_text="إيران").first.text_content())
    lane.get_by_text('timeline.trend(selection, ["iran"], "month")').wait_for()
    assert lane.locator("svg").inner_html() != before
    notebook.locator(".analysis-sentences mark", has_text="إيران").first.wait_for()

    handle = notebook.locator(".analysis-span .noUi-handle-lower")
    handle.focus()
    for _ in range(3):
        handle.press("ArrowRight")
    for name in ("span", "search", "lane", "neighbours", "sentences"):
        notebook.locator(f".analysis-{name}").get_by_text('corpus.filter("2021-11-01", "2025-06-30")').wait_for()
