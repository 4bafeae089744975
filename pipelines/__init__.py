"""When sources are asked: the Dagster code location, built from the catalog."""
