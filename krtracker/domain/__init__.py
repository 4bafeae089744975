"""The words of the trade, in plain Python: nothing here asks, stores or draws."""
