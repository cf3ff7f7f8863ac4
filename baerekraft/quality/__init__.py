"""Quality: hints while a lesson is being written, and the board over all lessons. A hint never stops anybody."""
