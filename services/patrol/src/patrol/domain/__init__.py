"""What patrol knows, and the rules by which it says no."""
