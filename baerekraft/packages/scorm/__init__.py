"""The course in systems that speak SCORM: 1.2, which nearly all do, and 2004 4th Edition."""
