"""What does a sentence claim of each two names in it? The trained side of relation extraction."""
