"""The rules of belonging: areas, people, organisations, accounts, posts, claims and pledges."""
