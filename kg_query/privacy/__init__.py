"""Personal data: where they stand, how they are masked, and what a text gives away.

Which fields hold personal data, and of what kind, is stated in the ontology (`law:personalData`); what
stands in free text is found by the values of those fields and by patterns for numbers and labels.
"""

from .files import learn_body, masked_file, matter_json
from .informants import without_informants
from .masking import Masker, masked_answer
from .patterns import mask_text
from .typed import masked_cases, masked_matters
from .values import KINDS, mask_value

__all__ = [
    "KINDS",
    "Masker",
    "learn_body",
    "mask_text",
    "mask_value",
    "masked_answer",
    "masked_cases",
    "masked_file",
    "masked_matters",
    "matter_json",
    "without_informants",
]
