"""Live hints in a whole city: real acts, real events, real people."""
