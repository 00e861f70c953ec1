"""What every request and every answer goes through before and after the framework."""
