"""Loopback addresses."""

import ipaddress


def is_loopback(host: str) -> bool:
    """Tell whether a host is an address, or the name, by which nobody but this machine comes."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
