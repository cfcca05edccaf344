"""Text -> Markdown that shows exactly that text: nothing in a policy is markup, nothing in it runs."""

from __future__ import annotations

import re

# everywhere: marks of HTML and Markdown; at the start of a line: what opens a list, a rule, a definition, a block of code
_SPECIAL = re.compile(r"[&<>\"\\`*_{}\[\]#|~^$!@]|://|^[-+=: \t]|^\d(?=\d*[.)])")


def escape(text: str) -> str:
    """`text` as Markdown (and as HTML) that displays it unchanged; no newline is expected in it.

    Character references are used, not backslashes: they mean the same in every Markdown and in HTML.

    >>> escape("县级市<区> *x* [a](b)")
    '县级市&lt;区&gt; &#42;x&#42; &#91;a&#93;(b)'
    """
    return _SPECIAL.sub(lambda match: "".join(_reference(char) for char in match.group()), text)


def _reference(char: str) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}.get(char, f"&#{ord(char)};")


def link(text: str, target: str, attributes: str = "") -> str:
    """A Markdown link; `text` is plain text, `target` an address of a Markdown file or an anchor."""
    return f"[{escape(text)}]({target})" + (f"{{ {attributes} }}" if attributes else "")
