"""The HTTP API: decisions, explanations and terms pages of checked policies.

``create_app`` makes the ASGI application, ``serve`` runs it.
"""

from policykit_api.app import create_app
from policykit_api.server import serve

__all__ = ["create_app", "serve"]
