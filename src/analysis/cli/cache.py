"""The command `analysis cache`: where corpora are kept that were read before, and how to remove them."""

import typer

app = typer.Typer(help="What was read before is kept, so that it need not be read again.", no_args_is_help=True)
OFF = "Nothing is kept: the cache is switched off (ANALYSIS_CACHE=off)."


@app.command(epilog="Example: analysis cache where. ANALYSIS_CACHE names another folder, or `off` to keep nothing.")
def where() -> None:
    """Print the folder of the cache."""
    from analysis.corpus import cache

    typer.echo(cache.place() or OFF)


@app.command(epilog="Example: analysis cache clear")
def clear() -> None:
    """Remove what is kept, and tell how much room that frees. Articles and reports are not touched."""
    from analysis.corpus import cache

    place = cache.place()
    if place is None:
        typer.echo(OFF)
        return
    freed = cache.clear()
    typer.echo(f"{place}: {_size(freed)} freed" if freed else f"{place}: nothing is kept there")


def _size(number: float) -> str:
    """Return a number of bytes as people write it.

    >>> _size(850), _size(1_500_000), _size(12_300_000_000)
    ('850 bytes', '1.5 MB', '12.3 GB')
    """
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if number < 1000 or unit == "TB":
            break
        number /= 1000
    return f"{number:.0f} {unit}" if unit == "bytes" else f"{number:.1f} {unit}"
