"""Any survey file as tables: a header and rows of text, each with its place.

Nothing beyond this room knows whether a row came from a text file or a workbook.
"""
