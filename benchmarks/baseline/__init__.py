"""What the figures are compared with: the recipe and the API most would write first, without our short cuts.

Not straw men: no query per row, the same database, middleware and server, and where a choice was open it was made
in the baseline's favour.
"""
