"""What the API is measured beside: servers that do less, and one that does part of the same job."""
