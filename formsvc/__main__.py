"""`python -m formsvc …` is the command line."""

from formsvc.cli import main

main()
