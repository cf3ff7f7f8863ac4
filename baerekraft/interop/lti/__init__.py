"""LTI 1.3: the course as a tool in other learning platforms, which sign people in and are told when they are done."""
