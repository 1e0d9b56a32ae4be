"""The rules of volunteering, held by the things they are about. No I/O."""
