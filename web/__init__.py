"""The door: settings, sign-in, health, error pages, commands, serving. Glue, no rules."""
