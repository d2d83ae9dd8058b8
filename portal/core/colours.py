"""Colours as arithmetic: how clearly two differ (WCAG 2), and a colour of a hue as light as another (OKLab).

OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020.
"""

import math

Rgb = tuple[float, float, float]  # linear, each from 0 to 1
Lab = tuple[float, float, float]
KNEE = 0.04045  # below this an sRGB channel is linear (WCAG 2, relative luminance)
STEPS = 40  # halvings: far below what a channel of 8 bits can tell


def contrast(one: str, other: str) -> float:
    """How strongly two colours (#RRGGBB) differ, from 1 to 21, by the formula of WCAG 2."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of #RRGGBB, from 0 for black to 1 for white."""
    return _light(_linear(colour))


def lab(colour: str) -> Lab:
    """The colour in OKLab: lightness, and how far it is from grey to red and to yellow."""
    red, green, blue = _linear(colour)
    cones = (
        0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue,
        0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue,
        0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue,
    )
    long, middle, short = (math.cbrt(cone) for cone in cones)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def hue(colour: str) -> tuple[float, float]:
    """How colourful it is (0 for grey) and its angle on the wheel, in degrees."""
    _, red, yellow = lab(colour)
    return math.hypot(red, yellow), math.degrees(math.atan2(yellow, red)) % 360


def between(one: str, other: str) -> float:
    """How different two colours look."""
    return math.dist(lab(one), lab(other))


def as_light_as(light: float, colourful: float, angle: float) -> str:
    """A colour of this hue with this luminance; less colourful where no screen could show it."""
    while colourful > 0:
        low, high = 0.0, 1.0
        for _ in range(STEPS):
            middle = (low + high) / 2
            low, high = (middle, high) if _light(_clipped(_rgb(middle, colourful, angle))) < light else (low, middle)
        found = _rgb(low, colourful, angle)
        if all(-0.001 <= channel <= 1.001 for channel in found):  # noqa: PLR2004 - a thousandth is nobody's to see
            return _hex(found)
        colourful -= 0.005
    return _hex((light, light, light))


def at(lightness: float, colourful: float, angle: float) -> str:
    """A colour by its lightness in OKLab, clipped to what a screen shows."""
    return _hex(_rgb(lightness, colourful, angle))


def _linear(colour: str) -> Rgb:
    red, green, blue = (_straight(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return red, green, blue


def _straight(channel: float) -> float:
    # The bend of the sRGB curve, as WCAG 2 writes it.
    return channel / 12.92 if channel <= KNEE else float(((channel + 0.055) / 1.055) ** 2.4)


def _bent(channel: float) -> float:
    return channel * 12.92 if channel <= KNEE / 12.92 else 1.055 * float(channel ** (1 / 2.4)) - 0.055


def _light(rgb: Rgb) -> float:
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def _rgb(lightness: float, colourful: float, angle: float) -> Rgb:
    red, yellow = colourful * math.cos(math.radians(angle)), colourful * math.sin(math.radians(angle))
    long = (lightness + 0.3963377774 * red + 0.2158037573 * yellow) ** 3
    middle = (lightness - 0.1055613458 * red - 0.0638541728 * yellow) ** 3
    short = (lightness - 0.0894841775 * red - 1.2914855480 * yellow) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def _clipped(rgb: Rgb) -> Rgb:
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in rgb)
    return red, green, blue


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(_bent(channel) * 255):02X}" for channel in _clipped(rgb))
