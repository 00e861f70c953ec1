"""The routes, a module for each group: its handlers, and what it says about them in the OpenAPI document."""
