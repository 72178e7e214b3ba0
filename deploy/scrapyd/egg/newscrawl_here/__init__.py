"""What is particular to this machine."""
