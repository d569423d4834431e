"""Settings that everything else reads."""
