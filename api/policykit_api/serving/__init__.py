"""Processes, sockets and connections: how the application is served, kept within its limits, and stopped."""
