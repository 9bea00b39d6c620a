"""What a report adds to results: places in files, the limits of endpoints, and their history."""
