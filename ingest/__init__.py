"""The write side: bytes become documents, documents become statements."""
