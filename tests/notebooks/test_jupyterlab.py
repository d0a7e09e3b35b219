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


def test_explore_runs_and_each_control_moves_each_view(opened: Any) -> None:
    notebook, outputs = opened("explore")
    check(notebook, outputs)
    names = ("concordance", "lane", "neighbours", "speakers", "stories")
    views = {name: notebook.locator(f".analysis-{name}") for name in names}
    controls = notebook.locator(".analysis-controls")
    search = controls.locator(".analysis-query input")

    def moved(by: str) -> None:
        """Wait until the code of each view tells of what was asked; a lane leaves out what it draws itself."""
        for view in views.values():
            view.locator("pre", has_text=by).wait_for()

    search.press_sequentially("(كابل")
    controls.get_by_text("'(' is not closed").wait_for()
    assert controls.locator(".asked mark").text_content() == "("
    search.fill("كابل")
    views["concordance"].locator("td.match", has_text="كابل").first.wait_for()
    moved("كابل")
    assert views["concordance"].locator("table").get_attribute("dir") == "rtl"
    assert controls.locator(".wrong").count() == 0

    outlets, actor, theme = (controls.locator("select").nth(number) for number in (1, 2, 3))
    chosen = outlets.locator("option").first
    outlets.select_option(label=chosen.text_content())
    moved('outlet=["')
    controls.get_by_role("button").click()
    search.and_(controls.locator("input:placeholder-shown")).wait_for()
    before = {name: view.text_content() for name, view in views.items()}
    actor.select_option(label=actor.locator("option", has_text="إيران").first.text_content())
    moved('"iran"')
    theme.select_option(label="Negotiations and diplomacy")
    moved("diplomacy")
    assert all(view.text_content() != before[name] for name, view in views.items())

    handle = controls.locator(".noUi-handle-lower")
    handle.focus()
    for _ in range(3):
        handle.press("ArrowRight")
    moved('corpus.filter("2021-11-01", "2025-06-30"')

    # What is right stays beside the controls, however long it is.
    box = notebook.locator(".analysis-views").bounding_box()
    assert box["height"] < 1000 and box["x"] > controls.bounding_box()["x"] + 200
