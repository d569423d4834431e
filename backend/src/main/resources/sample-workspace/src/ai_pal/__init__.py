"""A companion agent that may propose changes to itself and never makes them alone."""

__version__ = "0.3.0"
