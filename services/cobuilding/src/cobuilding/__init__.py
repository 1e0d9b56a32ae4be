"""Cobuilding (共驻共建): the units of an area and the agreements under which they build it together."""
