"""`python -m bot` is the command."""

from bot.cli.main import main

main()
