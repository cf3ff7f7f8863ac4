"""Translation: texts go out to translators and their tools and come in again, and what has fallen behind is shown."""
