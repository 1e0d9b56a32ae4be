"""What eldercare promises: the register of elders (老年人) and the three cards (三卡) they carry.

How an elder lives and how an elder is stays in eldercare: encrypted, masked, never in an event.
"""
