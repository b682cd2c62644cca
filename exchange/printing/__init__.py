"""Paper: HTML laid out on A4 as PDF, with a Chinese serif font of our own and no network."""
