"""The agent over HTTP."""
