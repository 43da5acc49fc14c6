"""Training of the classifier of pairs: needs the train extra."""
