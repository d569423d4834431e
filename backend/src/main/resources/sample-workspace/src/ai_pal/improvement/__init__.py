"""How the agent comes to propose changes to itself."""
