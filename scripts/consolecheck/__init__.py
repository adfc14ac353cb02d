"""The parts of scripts/check-console."""
