"""Many key results and days from few scans: grouped partial results, put together here."""
