"""`python -m bot` is the command."""

from bot.cli.start import main

main()
