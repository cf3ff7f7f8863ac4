def render(data):
    return b""
