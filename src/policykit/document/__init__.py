"""Terms pages: the policies of a business as pages that people read, made of the same model that decides."""

from policykit.backends.prose.format import said
from policykit.document.data import PolicyTerms, terms_data
from policykit.document.edition import Edition
from policykit.document.examples import Decide
from policykit.document.frame import contact_view
from policykit.document.pages import SORTS, language_of, listing, page, pages
from policykit.document.places import Leaf, LinkStyle, Place
from policykit.document.sitemap import SITEMAP
from policykit.document.sort import Sort
from policykit.document.sorts.moved import leads_to
from policykit.document.sorts.nowhere import shown as nowhere
from policykit.document.sorts.policy import terms_of

__all__ = [
    "SITEMAP",
    "SORTS",
    "Decide",
    "Edition",
    "Leaf",
    "LinkStyle",
    "Place",
    "PolicyTerms",
    "Sort",
    "contact_view",
    "language_of",
    "leads_to",
    "listing",
    "nowhere",
    "page",
    "pages",
    "said",
    "terms_data",
    "terms_of",
]
