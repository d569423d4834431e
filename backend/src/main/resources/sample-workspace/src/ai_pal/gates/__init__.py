"""The gates that every act of the agent passes."""
