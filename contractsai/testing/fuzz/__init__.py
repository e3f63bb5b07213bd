"""Damaged documents without end, and what the analysis makes of them.

::

    corpus.py     documents of every medium to begin with
    mutate.py     damage, drawn from a seed
    campaign.py   each damaged document in a real analysis process, under real limits
    __main__.py   python -m contractsai.testing.fuzz --seconds 60
"""
