"""Terms as search engines and assistants read them: JSON-LD in the words of schema.org.

It says what the page says and no more. What has no exact word in schema.org is left out, never made to fit.
"""

from policykit.backends.structured_data.embedding import embedded
from policykit.backends.structured_data.page import About, structured_data

__all__ = ["About", "embedded", "structured_data"]
