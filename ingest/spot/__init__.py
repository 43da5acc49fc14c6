"""Which stretches of a text are names, and of what kind?"""
