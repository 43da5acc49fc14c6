"""How do the statements look as a data frame, for polars or pandas?

A row for each statement: ``hash``, ``subject``, ``subject_label``, ``subject_category``, ``relation``, ``object``,
``object_label``, ``object_category``, ``aspect`` (null where the relation's usual one is meant), ``negated``,
``hedged``, ``belief`` (0-1), ``evidence_count``; in the order of the hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.columns import columns
from kg.errors import ExportError
from kg.export_rows import Selection

if TYPE_CHECKING:
    import pandas
    import polars

    from kg.store import Store


def polars_frame(store: Store, wanted: Selection) -> polars.DataFrame:
    """The selected statements for polars.

    :raises ExportError: if polars is not installed
    """
    try:
        import polars
    except ImportError:
        raise ExportError("polars is needed; install it with: pip install 'litkg[polars]'") from None
    kinds = {"negated": polars.Boolean, "hedged": polars.Boolean, "belief": polars.Float64}
    made = _made(store, wanted)
    schema: dict[str, Any] = {name: kinds.get(name, polars.String) for name in made}
    return polars.DataFrame(made, schema=schema | {"evidence_count": polars.Int64})


def pandas_frame(store: Store, wanted: Selection) -> pandas.DataFrame:
    """The selected statements for pandas.

    :raises ExportError: if pandas is not installed
    """
    try:
        import pandas
    except ImportError:
        raise ExportError("pandas is needed; install it with: pip install 'litkg[pandas]'") from None
    return pandas.DataFrame(_made(store, wanted))


def _made(store: Store, wanted: Selection) -> dict[str, Any]:
    found = columns(store, wanted)
    aspects = [*found.aspects, None]
    made: dict[str, Any] = {"hash": found.hash}
    for role, places in (("subject", found.subject.tolist()), ("object", found.object.tolist())):
        made[role] = [found.curies[place] for place in places]
        made[f"{role}_label"] = [found.labels[place] for place in places]
        made[f"{role}_category"] = [found.categories[place] for place in places]
        if role == "subject":
            made["relation"] = [found.relations[place] for place in found.relation.tolist()]
    made["aspect"] = [aspects[place] for place in found.aspect.tolist()]  # -1 is the place of None
    return made | {name: getattr(found, name) for name in ("negated", "hedged", "belief", "evidence_count")}
