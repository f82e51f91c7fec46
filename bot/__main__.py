"""`python -m bot` is the command."""

from bot.cli import main

main()
