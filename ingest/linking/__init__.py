"""Which entity does a name that the recogniser found stand for, in this document?"""
