"""The look: tokens, components, base templates and typography, and how style and script reach the browser."""
