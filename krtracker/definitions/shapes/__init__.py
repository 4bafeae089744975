"""What may stand in each file: one model per shape, whose descriptions make the reference."""
