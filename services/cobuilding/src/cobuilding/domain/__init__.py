"""What cobuilding knows, and the rules by which it says no."""
