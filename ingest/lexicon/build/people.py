"""Which everyday words mean people, that is Homo sapiens?"""

PEOPLE = ("patient", "inpatient", "outpatient", "woman", "man", "participant", "people")
