"""Files of the caller's: sent to the service's storage, or as URLs that hold them."""

# As in contract.py:
# pyright: basic

import base64
from typing import Any, cast

from .client import Client, parsed


def upload(client: Client, file: Any) -> str:
    """Send a file in one piece; give its URL."""
    target = announced(client, file, "initiate")
    content, kind = content_of(file), file["content_type"]
    client.sent("PUT", target["upload_url"], content, foreign=True, kind=kind)
    return cast("str", target["file_url"])


def upload_parts(client: Client, file: Any, size: int) -> str:
    """Send a file in parts; give its URL."""
    target = announced(client, file, "initiate-multipart")
    content, parts = content_of(file), []
    for number, start in enumerate(range(0, len(content), size), 1):
        part = content[start : start + size]
        headers, _ = client.sent("PUT", below(target, number), part, foreign=True)
        parts.append({"partNumber": number, "etag": headers["etag"]})
    client.send("POST", below(target, "complete"), {"parts": parts}, foreign=True)
    return cast("str", target["file_url"])


def announced(client: Client, file: Any, how: str) -> Any:
    """Ask where a file is to go."""
    url = f"{client.base}/rest.fal.ai/storage/upload/{how}?storage_type=fal-cdn-v3"
    about = {"content_type": file["content_type"], "file_name": file["name"]}
    return parsed(client.send("POST", url, about))


def below(target: Any, step: object) -> str:
    """Give an address below that of an upload: its query is a permission and goes along."""
    path, mark, query = target["upload_url"].partition("?")
    return f"{path}/{step}{mark}{query}"


def data_uri(file: Any) -> str:
    """Give a URL that holds a file."""
    return f"data:{file['content_type']};base64,{base64.b64encode(content_of(file)).decode()}"


def content_of(file: Any) -> bytes:
    """Give a file's bytes."""
    return cast("bytes", file["text"].encode() * file["times"])
