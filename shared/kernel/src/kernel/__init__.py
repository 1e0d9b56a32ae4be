"""The few civic ideas that must mean the same everywhere. Pure: no I/O, no clock, standard library only."""
