"""Measuring what the product exists for, each beside a floor in the same run so that the machine's noise cancels.

The steady figure is CPU milliseconds a request, over all the server's processes; requests a second depend on the machine.
"""
