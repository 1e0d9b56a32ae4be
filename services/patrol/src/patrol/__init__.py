"""Patrol (治安巡逻): the nightly shifts of the patrol teams, who was on them, and whether they were kept.

Teams belong to volunteering; patrol rosters them from a replica and never registers one.
"""
