"""Describe the data as search engines for data sets read it (schema.org in JSON-LD)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cartograph.linkeddata.vocabularies import DATASET, LICENCE
from cartograph.linkeddata.void import CREATOR, DESCRIPTION, DUMPS, TITLE
from cartograph.terms import BASE

if TYPE_CHECKING:
    from cartograph.versions.store import Published


def schema_org(published: Published, site: str) -> dict[str, object]:
    """Return the description of the dataset as a document of JSON-LD."""
    sources = published.manifest["sources"]
    assert isinstance(sources, list)
    return {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "Dataset",
        "@id": DATASET.value,
        "name": TITLE,
        "description": DESCRIPTION,
        "url": site,
        "identifier": BASE,
        "version": published.version,
        "license": LICENCE.value,
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": CREATOR},
        "keywords": ["multiple myeloma", "CAR-T", "bispecific antibody", "knowledge graph", "RDF", "SPARQL"],
        "isBasedOn": [_cited(source) for source in sources],
        "distribution": [
            {
                "@type": "DataDownload",
                "name": f"{name}: {held}",
                "encodingFormat": media,
                "contentUrl": f"{site}dump/cartograph.{suffix}",
            }
            for suffix, (media, name, held) in DUMPS.items()
        ],
    }


def _cited(source: dict[str, str]) -> dict[str, str]:
    """Return a curated source as an article."""
    address = {"sameAs": f"https://doi.org/{source['doi']}"} if "doi" in source else {}
    return {"@type": "ScholarlyArticle", "@id": BASE + source["id"], "name": source["label"], **address}
