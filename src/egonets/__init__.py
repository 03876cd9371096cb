"""Personal networks."""
