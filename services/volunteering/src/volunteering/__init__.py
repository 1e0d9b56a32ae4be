"""Volunteering (志愿服务): who volunteers, in which teams, what they did, and whom they stand by."""
