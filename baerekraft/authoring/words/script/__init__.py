"""What the translation editor's script says; it is sent to the browser, so it is kept apart from the rest."""
