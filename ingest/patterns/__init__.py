"""Which names does no list hold, and how are they recognised by their shape?

Each function yields names whose entity has an identifier of the graph's own and, where that is known, the
classes that it belongs to. All of them take the text and the names that are known in it already.
"""

from ingest.patterns.agents import find_agents
from ingest.patterns.cars import find_car_cells, find_cells_with_cars
from ingest.patterns.cells import find_cells_of_tumours, find_marked_cells
from ingest.patterns.combinations import find_combinations, find_regimens
from ingest.patterns.conjuncts import find_conjuncts, without_lists
from ingest.patterns.drugs import find_drugs
from ingest.patterns.forms import find_carriers, find_changed_genes
from ingest.patterns.fusions import find_fusions
from ingest.patterns.introduced import find_drugs_called_so, find_introduced
from ingest.patterns.lists import link_apart
from ingest.patterns.own import Lookup, own, without_covered
from ingest.patterns.procedures import find_procedures
from ingest.patterns.receptors import find_receptors
from ingest.patterns.soluble import find_soluble_forms
from ingest.patterns.subsets import find_subsets
from ingest.patterns.variants import find_variants

__all__ = [
    "Lookup",
    "find_agents",
    "find_car_cells",
    "find_carriers",
    "find_cells_of_tumours",
    "find_cells_with_cars",
    "find_changed_genes",
    "find_combinations",
    "find_conjuncts",
    "find_drugs",
    "find_drugs_called_so",
    "find_fusions",
    "find_introduced",
    "find_marked_cells",
    "find_procedures",
    "find_receptors",
    "find_regimens",
    "find_soluble_forms",
    "find_subsets",
    "find_variants",
    "link_apart",
    "own",
    "without_covered",
    "without_lists",
]
