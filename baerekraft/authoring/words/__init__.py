"""What Wagtail and its translation editor say, in our words: their own bokmål is half done and nynorsk is not begun."""
