"""When: from a date as written to the instants that it may mean."""
