"""When: the working calendar, due times, the ledger of running clocks and the sweep that escalates them."""
