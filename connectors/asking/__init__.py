"""What asking takes, whatever is asked: settings, limits, types and the wording of faults."""
