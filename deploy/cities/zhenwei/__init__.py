"""圳尾's year: raw records as a street's clerks would have kept them in 2011, generated, never totals.

Source 000 tells how many posts, teams, nights and pairings there were; it tells no record of them. These records are
made up so that the figures come out of them, and so that at least one record in five of each kind must not count, each
for a reason that the domain knows. `why_not` says the reason; it is not sent anywhere.
"""
