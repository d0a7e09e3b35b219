"""Where the nodes of a drawn graph and their labels stand, in points, y upwards: nothing covers anything else.

`arrange` lays out each component by itself and packs them side by side; `place_labels` then moves labels to where the
lines leave room. A box is a node with its label below: while boxes are disjoint, so are the nodes and the labels.
"""

from collections.abc import Sequence

import networkx as nx
import numpy as np

GAP = 2.0  # points between a node and its label
AIR = np.array([7.0, 6.0])  # points kept free between boxes
BETWEEN = 24.0  # points between components
ROUNDS = 600  # of the spring layout
# Below, above, left, right, and the four corners; what each costs in points of line.
SIDES = np.array([(0, -1), (0, 1), (-1, 0), (1, 0), (-1, -1), (1, -1), (-1, 1), (1, 1)], dtype=float)
PREFERENCE = np.array([0.0, 3.0, 4.0, 4.0, 8.0, 8.0, 9.0, 9.0])
Places = dict[str, np.ndarray]


def arrange(graph: nx.Graph, boxes: Places, aspect: float = 1.4) -> tuple[Places, np.ndarray]:
    """Return the centre of the box of each node, and the size of the whole, whose lower left corner is (0, 0).

    `boxes` are widths and heights. Edges draw together by their attribute `pull`. The whole is about `aspect` times
    as wide as high: components stand on shelves, the largest first, and nodes without an edge on the lowest, in the
    order of the graph.
    """
    order = {node: place for place, node in enumerate(graph)}
    found = [sorted(nodes, key=order.__getitem__) for nodes in nx.connected_components(graph)]
    found.sort(key=lambda nodes: (-len(nodes), order[nodes[0]]))
    joined = [_framed(_component(graph.subgraph(nodes), boxes, aspect), boxes) for nodes in found if len(nodes) > 1]
    single = [_framed({nodes[0]: np.zeros(2)}, boxes) for nodes in found if len(nodes) == 1]
    area = sum((size + BETWEEN).prod() for _, size in joined + single)
    ends = np.cumsum([size[0] + BETWEEN for _, size in joined])
    widths = [*ends, max([np.sqrt(aspect * area), *(size[0] for _, size in joined + single)])]
    packed = [_shelves(joined, single, width) for width in widths]
    return min(packed, key=lambda whole: max(whole[1][0] / aspect, whole[1][1]))


def _component(graph: nx.Graph, boxes: Places, aspect: float) -> Places:
    """Return the places of one component: a spring layout (Fruchterman and Reingold 1991), without overlap."""
    nodes = sorted(graph)
    ordered = nx.Graph()
    ordered.add_nodes_from(nodes)
    ordered.add_weighted_edges_from(sorted(graph.edges(data="pull", default=1.0)))
    start = nx.kamada_kawai_layout(ordered, weight=None) if len(nodes) > 2 else None
    raw = nx.spring_layout(ordered, pos=start, seed=1, iterations=300, k=2.2 / np.sqrt(len(nodes)))
    places = np.array([raw[node] for node in nodes])
    places -= places.mean(axis=0)
    # The longest stretch of a layout lies along the page.
    axes = np.linalg.svd(places, full_matrices=False)[2]
    places = places @ axes.T * np.sign(axes.sum(axis=1))
    sizes = np.array([boxes[node] for node in nodes]) + AIR
    side = np.sqrt(2.2 * sizes.prod(axis=1).sum())
    places = places / np.ptp(places, axis=0).clip(1e-6) * side * np.sqrt([aspect, 1 / aspect])
    return dict(zip(nodes, _spread(places, sizes), strict=True))


def _spread(places: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return places moved apart until no two boxes overlap, each pair along its shorter way."""
    half = (sizes[:, None] + sizes[None]) / 2
    first, second = np.triu_indices(len(places), 1)
    for _ in range(ROUNDS):
        apart = places[second] - places[first]
        need = half[first, second] - np.abs(apart)
        over = (need > 1e-6).all(axis=1)
        if not over.any():
            break
        for i, j in zip(first[over], second[over], strict=True):
            apart = places[j] - places[i]
            need = half[i, j] - np.abs(apart)
            if (need <= 1e-6).any():
                continue
            axis = int(need[1] <= need[0])
            step = (need[axis] / 2 + 0.01) * (1 if apart[axis] >= 0 else -1)
            places[i, axis] -= step
            places[j, axis] += step
    return places


def _framed(places: Places, boxes: Places) -> tuple[Places, np.ndarray]:
    """Return places moved so that the lower left corner of all boxes is (0, 0), and the size of their frame."""
    low = np.min([places[node] - boxes[node] / 2 for node in places], axis=0)
    high = np.max([places[node] + boxes[node] / 2 for node in places], axis=0)
    return {node: place - low for node, place in places.items()}, high - low


def _shelves(
    joined: Sequence[tuple[Places, np.ndarray]], single: Sequence[tuple[Places, np.ndarray]], width: float
) -> tuple[Places, np.ndarray]:
    """Return frames set side by side from the top, a new shelf where `width` ends and where the single ones begin."""
    shelves: list[list[tuple[Places, np.ndarray]]] = []
    for frames in (joined, single):
        left = 0.0
        for frame in frames:
            if not left or left + frame[1][0] > width + 1e-6:
                shelves.append([])
                left = 0.0
            shelves[-1].append(frame)
            left += frame[1][0] + BETWEEN
    places: Places = {}
    bottom, wide = 0.0, max(sum(size[0] + BETWEEN for _, size in shelf) - BETWEEN for shelf in shelves)
    for shelf in reversed(shelves):
        high = max(size[1] for _, size in shelf)
        # What a shelf leaves free goes between its frames.
        free = (wide - sum(size[0] for _, size in shelf)) / (len(shelf) + 1)
        left = free
        for inner, size in shelf:
            corner = np.array([left, bottom + (high - size[1]) / 2])
            places |= {node: place + corner for node, place in inner.items()}
            left += size[0] + free
        bottom += high + BETWEEN
    return places, np.array([wide, bottom - BETWEEN])


def place_labels(
    centres: np.ndarray, radii: np.ndarray, sizes: np.ndarray, lines: np.ndarray, weights: np.ndarray, frame: np.ndarray
) -> np.ndarray:
    """Return the centres of labels: below each node, or elsewhere beside it where fewer lines run through.

    `sizes` are those of the labels, `lines` pairs of ends, `weights` what a point of a line under a label costs,
    `frame` the size of the drawing. Where the labels below all nodes are free of each other, so are those returned.
    """
    choices = np.stack([_beside(*each) for each in zip(centres, radii, sizes, strict=True)])
    through = np.array(
        [[_covered(choice, size, lines) @ weights for choice in own] for own, size in zip(choices, sizes, strict=True)]
    )
    nodes = np.repeat(2 * radii[:, None] + 2, 2, axis=1)
    fixed = np.zeros_like(through)
    for label, size in enumerate(sizes):
        for place, choice in enumerate(choices[label]):
            others = _overlap(choice, size, np.delete(centres, label, 0), np.delete(nodes, label, 0))
            outside = (np.abs(choice - frame / 2) + size / 2 > frame / 2 + 1e-6).any()
            fixed[label, place] = 1e4 * (others.sum() + outside) + through[label, place] + PREFERENCE[place]
    chosen = np.zeros(len(centres), dtype=int)
    everyone = np.arange(len(centres))
    for _ in range(30):
        before = chosen.copy()
        for label in range(len(centres)):
            rest = everyone != label
            now = choices[everyone[rest], chosen[rest]]
            crowd = [_overlap(choice, sizes[label], now, sizes[rest]).sum() for choice in choices[label]]
            chosen[label] = int(np.argmin(fixed[label] + 1e4 * np.array(crowd)))
        if (chosen == before).all():
            break
    return choices[everyone, chosen]


def _beside(centre: np.ndarray, radius: float, size: np.ndarray) -> np.ndarray:
    """Return the centres of a label on each side of a node."""
    corner = np.where(np.abs(SIDES).sum(axis=1) > 1, 0.7, 1.0)[:, None]
    return centre + SIDES * (corner * (radius + GAP) + size / 2)


def _overlap(centre: np.ndarray, size: np.ndarray, centres: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return which boxes a box overlaps."""
    return (np.abs(centres - centre) < (sizes + size) / 2 - 1e-6).all(axis=1)


def _covered(centre: np.ndarray, size: np.ndarray, lines: np.ndarray) -> np.ndarray:
    """Return how much of each line lies within a box (Liang and Barsky 1984)."""
    if not len(lines):
        return np.zeros(0)
    start, way = lines[:, 0], lines[:, 1] - lines[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        ends = np.stack([(centre - size / 2 - start) / way, (centre + size / 2 - start) / way])
    enter, leave = np.nanmax(np.nanmin(ends, axis=0), axis=1), np.nanmin(np.nanmax(ends, axis=0), axis=1)
    return np.clip(np.minimum(leave, 1) - np.maximum(enter, 0), 0, None) * np.hypot(*way.T)
