"""Kills, full disks and damaged files: what must be whole afterwards. Never: a fault that cannot happen."""
