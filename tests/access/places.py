"""Where a row lies: in 圳尾社区, where most roles are held; in the sibling 列东社区; with somebody whom a role acts for; in the
street above; or in the own community with somebody who is no caller."""

OWN, SIBLING, KIN, PARENT, NEIGHBOUR = "own", "sibling", "kin", "parent", "neighbour"
