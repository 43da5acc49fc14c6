"""What does a sentence claim of the entities that it names? Dependency patterns over the trained parse."""
