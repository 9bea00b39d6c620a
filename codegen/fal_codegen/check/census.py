"""What a service was found to enforce, held to the contract as it is now."""

from collections.abc import Iterator, Mapping

from fal_codegen.cases import Key, documented, type_or_enum
from fal_codegen.check import rules
from fal_codegen.check.findings import Finding
from fal_codegen.contract import (
    Endpoint,
    FieldPlace,
    FilePlace,
    Json,
    in_body,
    json_equal,
    of_any_item,
    parse,
)


def check_census(
    endpoint: Endpoint, census: bytes, digest: str, place: FilePlace
) -> Iterator[Finding]:
    """Give the limits that changed in the contract, of this digest, since a service was asked."""
    try:
        kept = parse(census)
        asked = _asked(kept)
    except ValueError as error:
        yield Finding(rules.CENSUS_UNREADABLE, endpoint.id, place, detail=str(error))
        return
    if isinstance(kept, dict) and kept.get("contract") == digest:
        return
    now = {key: each.limit for key, each in documented(endpoint).items()}
    for key in dict.fromkeys((*asked, *now)):
        before, after = asked.get(key), now.get(key)
        other = type_or_enum(key)
        if not json_equal(before, after) and not (other in asked and other in now):
            yield Finding(rules.CENSUS_STALE, endpoint.id, _field(key), before, after, name=key[1])


def _asked(census: Json) -> Mapping[Key, Json]:
    """Give the limits of the schema that a census has a verdict on. Raises `ValueError`."""
    listed = census.get("limits") if isinstance(census, dict) else None
    if not isinstance(listed, list):
        raise ValueError("/limits: no list")  # noqa: TRY004 - the value came from a file
    limits = [each for each in listed if isinstance(each, dict) and not each.get("claimed")]
    return {
        (str(each.get("place")), str(each.get("keyword"))): each.get("limit") for each in limits
    }


def _field(key: Key) -> FieldPlace:
    return FieldPlace(of_any_item(in_body("input", key[0])))
