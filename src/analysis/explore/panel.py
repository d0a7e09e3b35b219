"""Controls, what they show, and the code that does the same."""

import asyncio
from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from analysis.show.notebook import wrapped
from analysis.wording.phrases import wording

PAUSE = 0.35  # seconds without a key or a move before something is drawn
LOOK: dict[str, Any] = {"layout": {"width": "28rem", "max_width": "100%"}, "style": {"description_width": "7rem"}}


class Panel(widgets.VBox):
    """Controls, what they show (`shown`, an HTML widget), and the code that does the same (`code`, as plain text).

    `draw` returns the HTML and the code; it is called again, after a pause, whenever a control has changed.
    """

    def __init__(
        self, controls: Sequence[widgets.Widget], draw: Callable[[], tuple[str, str]], name: str, language: str = "en"
    ) -> None:
        self.draw, self.language, self.code = draw, language, ""
        self.shown, self.same = widgets.HTML(), widgets.HTML()
        self._waiting: asyncio.TimerHandle | None = None
        self.redraw()
        for control in controls:
            control.observe(self._later, "value")
        super().__init__([*controls, self.shown, self.same])
        self.add_class(f"analysis-{name}")
        if language == "ar":
            self.add_class("analysis-rtl")

    def redraw(self) -> None:
        """Draw the panel as its controls stand."""
        html, code = self.draw()
        self.code = code
        for widget, value in ((self.shown, wrapped(html, self.language)), (self.same, _html_code(code, self.language))):
            if widget.value != value:
                widget.value = value

    def _later(self, _: Any) -> None:
        """Draw once nothing has changed for a while; at once where nothing runs that could wait."""
        if self._waiting:
            self._waiting.cancel()
        try:
            self._waiting = asyncio.get_running_loop().call_later(PAUSE, self.redraw)
        except RuntimeError:
            self.redraw()


def quoted(text: str) -> str:
    """Return text as it is written in code.

    >>> quoted('the "third" way')
    '"the \\\\"third\\\\" way"'
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _html_code(code: str, language: str) -> str:
    """Return code to copy, from left to right, each text in it isolated."""
    if not code:
        return ""
    label = escape(wording(language)["explore"]["code"])
    lines = "\n".join(f"<bdi>{escape(line)}</bdi>" for line in code.split("\n"))
    return wrapped(f'<p class="note">{label}</p><pre class="code" dir="ltr">{lines}</pre>', language)
