"""The OpenAPI 3.1 documents: made of what each route says about itself, of the shapes on the wire, and of the policies.

The framework's own generator is not used: it loses `additionalProperties: false`, the limits of list
items and every description, and it cannot see bodies that a route decodes by itself.
"""

from policykit_api.openapi.contract import Contract

__all__ = ["Contract"]
