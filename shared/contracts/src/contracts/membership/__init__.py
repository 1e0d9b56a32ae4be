"""What membership (成员) promises: who belongs, where, with which duties and which rights."""
