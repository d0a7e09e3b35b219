"""A view under one's hands: what it shows, what one may follow from there, and the code that does the same."""

from html import escape
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.explore.views import View
from analysis.show.notebook import wrapped
from analysis.wording.phrases import wording

LOOK: dict[str, Any] = {"layout": {"width": "28rem", "max_width": "100%"}, "style": {"description_width": "7rem"}}


class Panel(widgets.VBox):
    """What a `view` shows (`shown`, an HTML widget), its `table`, and its `code`, lines to copy, as plain text.

    `follow` is a control that leads on from what is shown, where there is one.
    """

    def __init__(self, name: str, language: str = "en", follow: widgets.Widget | None = None) -> None:
        self.name, self.language, self.view = name, language, View(pd.DataFrame(), "", [])
        self.shown, self.same = widgets.HTML(), widgets.HTML()
        super().__init__([self.shown, *([follow] if follow else []), self.same])
        self.add_class("analysis-panel")
        self.add_class(f"analysis-{name}")

    @property
    def table(self) -> pd.DataFrame:
        return self.view.table

    @property
    def code(self) -> str:
        return "\n".join(self.view.code)

    def show(self, view: View) -> None:
        """Show a view; what stays as it is is not sent again."""
        self.view = view
        title = wording(self.language)["explore"]["views"][self.name]
        html = f"<h3>{escape(title)}</h3>{view.html}"
        for widget, value in ((self.shown, html), (self.same, html_code(self.code, self.language))):
            told = wrapped(value, self.language) if value else ""
            if widget.value != told:
                widget.value = told


def html_code(code: str, language: str) -> str:
    """Return code to copy, from left to right, each line isolated; one click takes it whole."""
    if not code:
        return ""
    label = escape(wording(language)["explore"]["code"])
    lines = "\n".join(f"<bdi>{escape(line)}</bdi>" for line in code.split("\n"))
    return f'<p class="note">{label}</p><pre class="code" dir="ltr">{lines}</pre>'
