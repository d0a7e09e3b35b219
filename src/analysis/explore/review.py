"""Names beyond the registry under one's hands: their sentences, and a button for each thing that one may be."""

from functools import partial
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.actors.registry_file import tell
from analysis.base.notes import InputError
from analysis.explore.names import own_file
from analysis.explore.panel import LOOK
from analysis.show.notebook import wrapped
from analysis.wording.phrases import wording


class Review(widgets.VBox):
    """The names that the registry lacks, one at a time: its sentences, and a button for each thing that it may be.

    `names` is the table of `candidates.find_candidates`. The buttons write into `registry` as `accept`, `ignore` and
    `merge` do (`into` is the id to merge into, at first the one that the table guesses); a name that was told is gone
    from the list. Where the file would not load, `told` says why, and nothing is written.
    """

    def __init__(self, names: pd.DataFrame, *, registry: str | Path = "", language: str = "en") -> None:
        self.words, self.registry, self.language = wording(language)["review"], registry, language
        self.rows = {row.name: row for row in names.itertuples(index=False)}
        self.name = widgets.Dropdown(description=self.words["name"], **LOOK)
        self.into = widgets.Text(description=self.words["into"], **LOOK)
        self.sentences, self.told = widgets.HTML(), widgets.HTML()
        self.buttons = {verb: widgets.Button(description=self.words[verb]) for verb in ("accept", "ignore", "merge")}
        for verb, button in self.buttons.items():
            button.on_click(partial(self._tell, verb))
        self.name.observe(self._show, "value")
        self._list()
        super().__init__([self.name, self.sentences, self.into, widgets.HBox([*self.buttons.values()]), self.told])
        if language == "ar":
            self.add_class("analysis-rtl")

    def _list(self) -> None:
        self.name.options = [(f"{row.name} ({row.articles:,})", row.name) for row in self.rows.values()]
        self.name.index = 0 if self.rows else None
        self._show()

    def _show(self, _: Any = None) -> None:
        """Show the sentences of the name, and whom the table takes it for."""
        row = self.rows.get(self.name.value)
        lines = "".join(f'<p dir="rtl">{escape(each)}</p>' for each in row.sentences) if row else ""
        self.sentences.value = wrapped(lines or f"<p>{escape(self.words['nothing'])}</p>", self.language)
        self.into.value = row.guess if row else ""

    def _tell(self, verb: str, _: widgets.Button) -> None:
        name = self.name.value
        if name is None:
            return
        try:
            tell(own_file(self.registry), verb, {name: self.into.value if verb == "merge" else ""})
        except InputError as error:
            self.told.value = f"<p>{escape(str(error))}</p>"
            return
        self.told.value = f"<p>{escape(self.words['told'].format(name=name, verb=self.words[verb]))}</p>"
        del self.rows[name]
        self._list()
