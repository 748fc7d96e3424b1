"""A third maker of lists and registers: firms as they are named in Germany and around it, rows as DATEV, SAP and sheets
hold them, every kind of noise with its rate. Nothing was learned from its lists.
"""
