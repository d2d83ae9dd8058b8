"""Pictures that a phone reads: a text as a QR code, drawn here, in an address of its own."""

import segno


def scannable(text: str) -> str:
    """The text as a picture, for the `src` of an image: dark on white in either theme, so that a camera finds it."""
    made: str = segno.make(text, error="m").svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return made
