"""Small pages around components: one for each file of the style page's samples, one around any calls of a test."""

import re
from functools import cache

from tests.architecture.rules import ROOT

COMPONENTS = ROOT / "portal/templates/components"
SAMPLES = ROOT / "portal/templates/style/sheet"


@cache
def components() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in COMPONENTS.glob("*.html")))


def sample(name: str) -> str:
    """The source of a page that shows what the style page shows of one component."""
    heading = "" if name == "page_head" else "<h1>Sample</h1>"
    return _around("", f'{heading}{{% include "style/sheet/{name}.html" %}}')


def page(body: str) -> str:
    """The source of a small page around some component calls; imports what the body names and nothing else."""
    named = [name for name in components() if re.search(rf"(?<![\w.\"/-]){name}\(", body)]
    imports = "".join(f'{{% from "components/{name}.html" import {name} %}}' for name in named)
    heading = "" if "page_head(" in body else "<h1>Sample</h1>"
    return _around(imports, heading + body)


def _around(imports: str, content: str) -> str:
    return (
        f'{{% extends "layouts/plain.html" %}}{imports}{{% block title %}}Note{{% endblock %}}'
        f"{{% block content %}}{content}{{% endblock %}}"
    )
