"""The media library: pictures, films and sound that lessons show, checked when they come in and each named by its
content. It makes the published copies of them, and serves those to everyone and the rest to staff alone."""
