"""litellm, as its users make pictures and films at fal: by id, with a base of their own."""

import json
import socket
import sys
import time
from importlib import import_module
from typing import Any

litellm: Any = import_module("litellm")  # it has an environment of its own
litellm.suppress_debug_info = True  # standard output is for the outcome
KEY = "canary-id:canary-secret"


def resolve_as_browsers_do() -> None:
    """Have every name below localhost lead to this machine (RFC 6761), which not all systems do."""
    found = socket.getaddrinfo

    def here(host: Any, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as the library has it
        local = str(host if isinstance(host, str) else "").endswith(".localhost")
        return found("127.0.0.1" if local else host, *rest, **more)

    socket.getaddrinfo = here


def painted(base: str, model: str) -> dict[str, Any]:
    answer = litellm.image_generation(
        "a boat", model=f"fal_ai/{model}", n=1, api_base=base, api_key=KEY, drop_params=True
    )
    return {"url": answer.data[0].url, "count": len(answer.data)}


def altered(base: str, model: str) -> dict[str, Any]:
    picture = b"\x89PNG\r\n\x1a\n" + bytes(64)
    answer = litellm.image_edit(
        picture, "make it night", model=f"fal_ai/{model}", api_base=base, api_key=KEY
    )
    return {"url": answer.data[0].url, "count": len(answer.data)}


def filmed(base: str, model: str) -> dict[str, Any]:
    options = {"custom_llm_provider": "fal_ai", "api_base": base, "api_key": KEY}
    film = litellm.video_generation("a boat", model=f"fal_ai/{model}", seconds="5", **options)
    stages = [film.status]
    while stages[-1] not in {"completed", "failed"} and len(stages) < 50:
        time.sleep(0.02)
        stages.append(litellm.video_status(film.id, **options).status)
    content = litellm.video_content(film.id, **options)
    return {"stages": stages, "begins": content[4:8].decode()}


def main() -> None:
    resolve_as_browsers_do()
    asked: dict[str, Any] = json.loads(sys.argv[1])
    direct, queue = asked["direct"], asked["queue"]
    outcome = {
        "painted": {model: painted(direct, model) for model in asked["models"]},
        "other": painted(f"{direct}/{asked['other']}", asked["other"]),
        "altered": altered(direct, asked["altering"]),
        "filmed": filmed(queue, asked["filming"]),
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
