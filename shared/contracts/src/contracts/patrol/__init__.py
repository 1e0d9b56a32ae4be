"""What patrol promises: the nightly shifts of the patrol teams (治安巡逻队), who was on them, and that they were kept.

Teams themselves belong to volunteering; patrol keeps a replica of them and never registers one.
"""
