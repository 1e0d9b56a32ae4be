"""Live hints (实时提示): which thing has changed, told to those who may read it, never what changed (`GET /api/v1/live`)."""
