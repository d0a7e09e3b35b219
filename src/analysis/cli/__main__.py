"""`python -m analysis.cli`: the command, where its script is not on the path."""

from analysis.cli.main import main

main()
