"""The peers that `make bench` measures Gongjian against: each in its best plain configuration, none crippled.

All do the same civic act: somebody checks in, and the hours that come of it are credited where evidence is kept. None of
them checks a token, keeps an audit, an idempotency key or a position per aggregate, or masks anything: Gongjian does.
"""
