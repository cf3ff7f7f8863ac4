"""Charts as SVG made on the server: lines through time, bars, a tile map and a strip of dots.

They are pure: figures in, a `Drawing` out. On a page they take their colours from `charts.css`, as files from `inks.py`.
"""
