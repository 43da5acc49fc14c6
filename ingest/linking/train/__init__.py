"""How are the ranker and the table of used names made from annotated corpora?"""
