"""Code systems of an export to FHIR R4. LOINC where a code is certain, and a text of ours where there is none."""

from portal.domain.exports.shelf import Plain

URIS = "urn:ietf:rfc:3986"
LOINC = "http://loinc.org"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
OURS = "urn:uuid:0f3c6c1e-6d0e-4a86-9a3d-2f1b0f3b7f11"  # a system of our own; its codes stand in docs/EXPORT.md


def loinc(code: str, display: str) -> Plain:
    return {"coding": [{"system": LOINC, "code": code, "display": display}], "text": display}


def hl7(system: str, code: str) -> Plain:
    return {"coding": [{"system": f"{TERMINOLOGY}/{system}", "code": code}]}


def ours(code: str, words: str) -> Plain:
    return {"coding": [{"system": OURS, "code": code, "display": words}], "text": words}
