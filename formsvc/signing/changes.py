"""What was added to a file after a signature, and whether it may be there.

Allowed: further signatures in fields that were there or are not seen, timestamps, proofs, and
the description of the document. Values of a form are not: a paper with a family's data is no
form to be filled in after it was signed, and shadow attacks replace what is seen just so.
"""

from collections.abc import Iterable
from typing import Any

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DiffResult,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.rules.form_field_rules import is_field_visible
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from formsvc.signing.words import Changes, Coverage


class _NewFields(SigFieldCreationRule):  # type: ignore[misc]
    """A new field that is seen has to be signed: else it is a picture laid over the page."""

    def apply(self, context: Any) -> Iterable[Any]:
        """What pyHanko allows, and no picture."""
        for spec in context.field_specs.values():
            added = spec.new_field if spec.old_field_ref is None else None
            if added is not None and "/V" not in added and is_field_visible(added):
                raise SuspiciousModification("A visible field was added without a signature.")
        yield from super().apply(context)


POLICY = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        *(
            rule.as_qualified(ModificationLevel.LTA_UPDATES)
            for rule in (
                DocInfoRule(),
                XrefStreamRule(),
                ObjectStreamRule(),
                DSSCompareRule(),
                MetadataUpdateRule(),
            )
        ),
    ],
    form_rule=FormUpdatingRule(field_rules=[_NewFields(), SigFieldModificationRule()]),
)
_BLANK = b" \t\r\n\0"
_COVERAGE = {
    SignatureCoverageLevel.ENTIRE_FILE: Coverage.WHOLE_FILE,
    SignatureCoverageLevel.ENTIRE_REVISION: Coverage.REVISION,
}


def found(signature: EmbeddedPdfSignature, content: bytes) -> tuple[Coverage, Changes]:
    """How much a signature covers, and what came after it."""
    signature._enforce_hybrid_xref_policy()
    signature.coverage = signature.evaluate_signature_coverage()
    coverage = _COVERAGE.get(signature.coverage, Coverage.PART)
    if not _gap_is_the_signature(signature, content):
        coverage = Coverage.PART
    if coverage is Coverage.WHOLE_FILE:
        return coverage, Changes.NONE
    signature.diff_result = signature.evaluate_modifications(POLICY)
    if coverage is Coverage.PART or _has_tail(content) or not _is_allowed(signature):
        return coverage, Changes.FORBIDDEN
    later = signature.reader.xrefs.total_revisions - 1 > signature.signed_revision
    return coverage, Changes.ALLOWED if later else Changes.NONE


def _gap_is_the_signature(signature: EmbeddedPdfSignature, content: bytes) -> bool:
    """Whether all that is left out of the signed bytes is the signature in its brackets."""
    start, length, after, rest = (int(number) for number in signature.byte_range)
    if start != 0 or not 0 < length < after <= after + rest <= len(content):
        return False
    gap = content[length:after]
    return (
        gap[:1] == b"<"
        and gap[-1:] == b">"
        and gap[1:-1].lower() == (signature.pkcs7_content.hex().encode())
    )


def _has_tail(content: bytes) -> bool:
    """Whether there is anything behind the end of the file."""
    return bool(content[content.rfind(b"%%EOF") + 5 :].strip(_BLANK))


def _is_allowed(signature: EmbeddedPdfSignature) -> bool:
    result = signature.diff_result
    if not isinstance(result, DiffResult) or result.modification_level is ModificationLevel.OTHER:
        return False
    locked = signature.docmdp_level
    return locked is None or result.modification_level.value <= locked.value
