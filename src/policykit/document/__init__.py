"""Terms pages: the policies of a business as pages that people read, made of the same model that decides."""

from policykit.document.examples import Decide
from policykit.document.pages import Edition, choice_page, contact_view, front_page, page, pages, said, terms_of
from policykit.document.places import LinkStyle

__all__ = [
    "Decide",
    "Edition",
    "LinkStyle",
    "choice_page",
    "contact_view",
    "front_page",
    "page",
    "pages",
    "said",
    "terms_of",
]
