"""Fetching figures from Statistics Norway (SSB), by a plan that an operator can add to without code.

`plan` says what, `pxweb` and `klass` ask, `client` asks politely, `jsonstat` believes nothing, `harvest` keeps what can be defended.
"""
