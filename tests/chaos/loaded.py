"""Importing this loads the program, in the process from which runs are forked."""

from tests.chaos.child import load

load()
