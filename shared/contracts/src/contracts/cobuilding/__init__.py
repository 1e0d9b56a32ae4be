"""What cobuilding promises: the units of an area (驻区单位) and the agreements (共建协议) they build together under."""
