def post(*a, **k):
    pass
