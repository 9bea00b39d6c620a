"""A client written from the conformance kit alone, with Python's standard library alone.

But for the signatures of webhooks, which the package cryptography checks. `python -m plain KIT`: a
port in the sense of the kit's README, the smallest that passes.
"""
