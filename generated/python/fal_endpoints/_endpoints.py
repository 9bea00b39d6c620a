"""The endpoints of this package."""
# By fal-codegen; not to be edited.

from typing import Final

ENDPOINTS: Final = {
    "fal-ai/nano-banana": "nano_banana",
    "fal-ai/nano-banana-2": "nano_banana_2",
    "fal-ai/nano-banana-2/edit": "nano_banana_2_edit",
    "fal-ai/nano-banana-pro": "nano_banana_pro",
    "fal-ai/nano-banana-pro/edit": "nano_banana_pro_edit",
    "fal-ai/nano-banana/edit": "nano_banana_edit",
}
"""Module names by endpoint id: `importlib.import_module(f"fal_endpoints.{ENDPOINTS[id]}")`."""
