"""A network as files for Gephi, Cytoscape and spreadsheets."""

import csv
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
from networkx.readwrite.gexf import GEXFWriter

# Characters that XML 1.0 cannot hold.
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Names that GEXF or Gephi's tables give a meaning of their own; an attribute of that name gets a `_`.
_RESERVED = {"id", "label", "pid", "start", "end", "spells", "slices", "parents", "viz", "key"}
_EDGE = _RESERVED | {"source", "target", "type", "weight"}
Attributes = dict[str, Any]


def write_graph(network: nx.Graph, path: Path) -> None:
    """Write a graph for Gephi and Cytoscape: `<path>.graphml`, `<path>.gexf`, `<path>-nodes.csv`, `<path>-edges.csv`.

    Every attribute of actors and ties is kept, with one type each; missing values are left out, as is what XML cannot
    hold. The label is the English name, or the id; the weight of a tie is its count. The CSV files have the columns
    that Gephi looks for (Id, Label; Source, Target, Type, Weight), are plain UTF-8 (Gephi takes a byte order mark for
    a part of the first name) and hold no text that a spreadsheet takes for a formula. The same graph gives the same
    bytes.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = _plain(network)
    nx.write_graphml(plain, path.with_name(path.name + ".graphml"), encoding="utf-8", named_key_ids=False)
    path.with_name(path.name + ".gexf").write_text(_gexf(plain), encoding="utf-8", newline="\n")
    kind = "Directed" if plain.is_directed() else "Undirected"
    nodes = [{"Id": node, "Label": about.pop("label"), **about} for node, about in plain.nodes(data=True)]
    edges = [
        {"Source": source, "Target": target, "Type": kind, "Weight": about.pop("weight"), **about}
        for source, target, about in plain.edges(data=True)
    ]
    _write_csv(nodes, ["Id", "Label"], path.with_name(path.name + "-nodes.csv"))
    _write_csv(edges, ["Source", "Target", "Type", "Weight"], path.with_name(path.name + "-edges.csv"))


def _plain(network: nx.Graph) -> nx.Graph:
    """Return a graph of the same kind with sorted actors and ties, and attributes that every format can hold."""
    plain = network.__class__()
    nodes = sorted(((_text(node), about) for node, about in network.nodes(data=True)), key=lambda node: node[0])
    for (node, about), values in zip(nodes, _typed([about for _, about in nodes], _RESERVED), strict=True):
        plain.add_node(node, label=_text(about.get("name_en") or node), **values)
    ends = network.edges(data=True)
    if not network.is_directed():
        ends = ((*sorted((source, target)), about) for source, target, about in ends)
    edges = sorted(((_text(source), _text(target), about) for source, target, about in ends), key=lambda edge: edge[:2])
    for (source, target, about), values in zip(edges, _typed([about for _, _, about in edges], _EDGE), strict=True):
        plain.add_edge(source, target, weight=_value(about.get("count", 1)), **values)
    return plain


def _typed(rows: list[Attributes], reserved: set[str]) -> list[Attributes]:
    """Return attributes as whole numbers, numbers, truth values or text: one type for each name, no missing value."""
    rows = [{_name(key, reserved): _value(value) for key, value in row.items()} for row in rows]
    kinds: dict[str, set[type]] = {}
    for row in rows:
        for key, value in row.items():
            kinds.setdefault(key, set()).add(type(value))
    of: dict[str, Callable[[Any], Any]] = {}
    for key, types in kinds.items():
        known = types - {type(None)}
        of[key] = known.pop() if len(known) == 1 else float if known == {int, float} else _text
    return [{key: of[key](value) for key, value in row.items() if value is not None} for row in rows]


def _name(key: Any, reserved: set[str]) -> str:
    name = _text(key)
    return f"{name}_" if name.lower() in reserved else name


def _value(value: Any) -> Any:
    """Return a value as a plain number, a truth value or text; None for a missing or an infinite one."""
    if isinstance(value, list | tuple):
        return _text(" | ".join(map(str, value)))
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return None
    value = value.item() if isinstance(value, np.generic) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, bool | int) else _text(value)


def _text(value: Any) -> str:
    return _NO_XML.sub("", str(value))


def _gexf(plain: nx.Graph) -> str:
    """Return a graph as GEXF 1.2: no date of writing, and nothing that its schema does not know."""
    writer = GEXFWriter(plain, version="1.2draft")
    writer.graph_element.attrib.pop("name")
    meta = writer.xml.find("meta")
    meta.attrib.pop("lastmodifieddate")
    meta.find("creator").text = "arabic-news-analysis"
    ElementTree.indent(writer.xml)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(writer.xml, encoding="unicode")}\n'


def _write_csv(rows: list[Attributes], first: list[str], path: Path) -> None:
    columns = list(dict.fromkeys([*first, *(key for row in rows for key in row)]))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(row.get(column, "")) for column in columns] for row in rows)


def _cell(value: Any) -> Any:
    """Return text that no spreadsheet takes for a formula."""
    return "'" + value if isinstance(value, str) and value.startswith(_FORMULA) else value
