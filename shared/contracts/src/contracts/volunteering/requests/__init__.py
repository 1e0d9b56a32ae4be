"""What is sent to volunteering's operations, a file per topic."""
