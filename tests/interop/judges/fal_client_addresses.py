"""A pytest plugin: direct fal-client's uploads to the emulator.

Its calls are directed by its environment alone; the two addresses of uploads are globals.
"""

import os

from fal_client import client

client.REST_URL = os.environ["REST_URL"]
client.CDN_URL = os.environ["CDN_URL"]
