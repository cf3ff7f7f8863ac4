"""Collecting the texts to translate and compiling translations, without GNU gettext.

For developers: needs Babel, which only the development environment has. Running the product needs the .mo files alone.
"""
