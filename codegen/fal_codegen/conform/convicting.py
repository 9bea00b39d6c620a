"""The kit's own requests held to the endpoints' documents: what breaks one convicts the kit."""

import json
from collections.abc import Mapping

from fal_codegen.conform.kit import Kit
from fal_codegen.contract import Document, EndpointId, joined_pointer
from fal_codegen.errors import ProjectBroken
from fal_codegen.judge import Judge


def convict(kit: Kit, documents: Mapping[EndpointId, Document]) -> None:
    """Raise `ProjectBroken` for a body that clients must take and its endpoint's document refuses.

    An endpoint of the kit without a document is refused as well: nobody could tell.
    """
    for id_, vectors in kit.requests.items():
        if id_ not in documents:
            raise ProjectBroken(f"{id_}: the kit has it and the project does not; generate again")
        judge = Judge(documents[id_])
        for vector in vectors:
            wrong = judge.input(vector["body"]) if vector["taken"] else ()
            if wrong:
                place = joined_pointer(wrong[0].path)
                raise ProjectBroken(
                    f"{id_}: the kit is broken: clients must take {vector['id']}, and the "
                    f"endpoint refuses it at {place or 'the body'}: {wrong[0].keyword} "
                    f"{json.dumps(wrong[0].limit)[:100]}; generate it again"
                )
