"""What eldercare knows, and the rules by which it says no."""
