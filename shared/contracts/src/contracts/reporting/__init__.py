"""What reporting promises: the year-end account (年终成绩单), the facts behind every figure, and the kept audit seals.

Reporting decides nothing but its own periods. It hears every event of every service and is waited for by nobody.
"""
