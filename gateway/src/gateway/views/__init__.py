"""Views: what the gateway shows of several answers, or of one answer to a human. A view never decides."""
