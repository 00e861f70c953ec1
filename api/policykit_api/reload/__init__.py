"""Policies that change while the server runs: seen, loaded beside those in use, taken over whole or refused."""
