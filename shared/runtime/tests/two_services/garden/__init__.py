"""A service of community gardens (社区菜园), small enough to test everything that the runtime does around a use case."""
