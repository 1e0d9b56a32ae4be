"""What volunteering (志愿服务) promises: volunteers, every volunteer team, activities and hours, pairings."""
