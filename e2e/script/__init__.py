"""The learner's script alone, in a real browser, against a stage that plays the server."""
