"""A notebook in Arabic: the text of its cells from `notebooks/ar.yml` in place of the English."""

import re
from functools import cache
from typing import Any

import yaml

from analysis.base.places import bundled

ARABIC = "ar"
COMMENT = re.compile(r"(?m)((?:^|  )# )(.+)$")  # of a line of code
RIGHT_TO_LEFT = '<div dir="rtl" lang="ar">\n\n{}\n\n</div>'  # JupyterLab lays out text from left to right


def in_language(notebook: Any, name: str, language: str, *, alone: bool = False) -> Any:
    """Return the notebook `name` with its text and the comments of its code in a language, its code as it is.

    Cells that have no text in that language keep their English. With `alone`, the notebook is read where nothing else
    says that Arabic runs from right to left.
    """
    if language != ARABIC:
        return notebook
    texts = translations()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = COMMENT.sub(lambda found: found[1] + texts["comments"].get(found[2], found[2]), cell.source)
        elif cell.get("id") in texts.get(name, {}):
            text = texts[name][cell.id].strip()
            cell.source = RIGHT_TO_LEFT.format(text) if alone else text
    return notebook


@cache
def translations() -> dict[str, dict[str, str]]:
    """Return the Arabic of the notebooks: {notebook: {id of a cell: text}}, and {comments: {English: Arabic}}."""
    loaded: dict[str, dict[str, str]] = yaml.safe_load((bundled("notebooks") / "ar.yml").read_text(encoding="utf-8"))
    return loaded
