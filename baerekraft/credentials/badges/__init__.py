"""Open Badges 3.0: each certificate as a signed credential that other systems can check without asking us."""
