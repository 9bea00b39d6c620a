# The runtime of fal-codegen, from templates/python/runtime/_backup.py: edit it there.
"""Second domains of the service, for when the first cannot be reached (official client)."""

_DOMAINS = (
    ("https://fal.run/", "https://falrun.com/"),
    ("https://queue.fal.run/", "https://queue.falrun.com/"),
)


def other_domain(url: str) -> str:
    """Give the same address at the service's other domain, either way; itself if it has none."""
    for pair in _DOMAINS:
        for here, there in (pair, pair[::-1]):
            if url.startswith(here):
                return there + url.removeprefix(here)
    return url
