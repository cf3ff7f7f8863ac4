"""The certificate on paper: a landscape page with name, part, learning goals and a code that anyone can check."""
