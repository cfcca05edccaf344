"""A paragraph -> the bodies that its list of responsible bodies names, with their roles.

The forms in use: （责任单位：甲、乙） （牵头单位：甲；主要责任单位：乙，丙） （甲牵头，乙按职责分工负责） （甲、乙负责）
and bare （甲、乙） at the end of a paragraph. A word before a colon (责任单位：) decides the role, whatever follows.
What a list says of all later clauses (“以下均需…落实，不再列出”) is not read here: data/outline names such
defaults, since no rule can tell how far they reach.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.document import Body, Role

_OPEN, _CLOSE = "（([", "）)]"
_LEADS: list[tuple[str, Role]] = [
    ("主要责任单位", "main"), ("牵头单位", "lead"), ("配合单位", "cooperate"), ("责任单位", "responsible"),
    ("责任部门", "responsible"), ("报送单位", "report"),
]
_LEAD = re.compile("|".join(f"{lead}：" for lead, _role in _LEADS))
_TAIL = re.compile(r"(?:等(?:单位|部门|部门和单位)?)?(?:按职责分工)?(?:负责落实|负责|落实)?$")
_ENDS_LIKE_A_LIST = re.compile(r"(?:负责|落实|按职责分工|牵头)$")
_DEFAULT = re.compile(r"(?:；|，|^)(?:本项及)?以下均需[^；]*?不再列出|，?下同，不再单独列出")
_DEFINITION = re.compile(r"[<＜]以下(?:简)?称[^>＞]*[>＞]")
_BODY_START = re.compile(r"市|各|苏州|人民银行|人行|中信保|省|国|通管局|昆山|太仓|常熟|大数据集团")
_BODY_END = re.compile(
    r"(?:局|委|办|院|府|行|公司|集团|会|组|部|学校|中心|关|政府|市|区|单位|部门|联|支队|办事处|水务|监|所|中支)"
    r"(?:[<＜（(][^>＞）)]*[>＞）)])?$"
)
_KEPT = "\udfff"  # stands for a 、 inside a name; no UTF-8 text can hold it
_NOT_APART = [(words, words.replace("、", _KEPT)) for words in ("各市、区", "县级市、区", "各级、各类")]


def read_bodies(text: str) -> list[Body]:
    """Bodies of every list of responsible bodies in `text`, in order, each name and role once.

    >>> def show(text): return " ".join(f"{body.name}:{body.role}" for body in read_bodies(text))
    >>> show("甲。（牵头单位：市商务局；主要责任单位：市发改委，各市、区政府）")
    '市商务局:lead 市发改委:main 各市、区政府:main'
    >>> show("甲。（市协调办牵头，市相关部门及各市<区>按职责分工负责）")
    '市协调办:lead 市相关部门:by_duty 各市<区>:by_duty'
    >>> show("甲。（市国资委等单位与各市、区政府<管委会>负责）")
    '市国资委:responsible 各市、区政府<管委会>:responsible'
    >>> show("甲。（市税务局按职责分工负责，各县级市（区）人民政府（管委会）落实，本项及以下均需各地落实，不再列出）")
    '市税务局:by_duty 各县级市（区）人民政府（管委会）:implement'
    >>> show("甲。（某某领导小组成员单位负责）"), show("甲。（市“双随机、一公开”办公室牵头）")
    ('某某领导小组成员单位:responsible', '市“双随机、一公开”办公室:lead')
    >>> show("支持虎丘区（苏州高新区）发展（含自有和承租）。"), show("甲。（市财政局、人行苏州中支）")
    ('', '市财政局:responsible 人行苏州中支:responsible')
    """
    found: dict[tuple[str, str], Body] = {}
    for paragraph in text.split("\n"):
        for content in responsibility_lists(paragraph):
            for body in _read_list(content):
                found.setdefault((body.name, body.role), body)
    return list(found.values())


def read_cell(text: str, role: Role) -> list[Body]:
    """Bodies named in a table cell of which the column gives the role, unless the cell itself divides the work.

    >>> [(body.name, body.role) for body in read_cell("市发改委、各成员单位按职责分工负责", "responsible")]
    [('市发改委', 'by_duty'), ('各成员单位', 'by_duty')]
    """
    return [Body(name, "by_duty" if "按职责分工" in text else role) for name in _names(_strip_tail(text))]


def responsibility_lists(paragraph: str) -> list[str]:
    """Contents of the brackets in `paragraph` that are lists of responsible bodies.

    Without a word such as 责任单位： only brackets that stand by themselves count: after a full stop, at the end.
    """
    lists = []
    for start, end in _brackets(paragraph):
        content, before, after = paragraph[start:end], paragraph[: start - 1].rstrip(), paragraph[end + 1 :]
        alone = (not before or before[-1] in "。！？；”") and not after.strip("。； ")
        if _LEAD.search(content) or alone and _is_list(content):
            lists.append(content)
    return lists


def _brackets(paragraph: str) -> Iterator[tuple[int, int]]:
    depth, start = 0, 0
    for index, char in enumerate(paragraph):
        if char in _OPEN:
            if depth == 0:
                start = index + 1
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
            if depth == 0:
                yield start, index


def _is_list(content: str) -> bool:
    names = _names(_DEFAULT.sub("", content))
    if not names or any("的" in name for name in names):
        return False
    if _ENDS_LIKE_A_LIST.search(_DEFAULT.sub("", content)):
        return True
    return all(_BODY_START.match(name) and _BODY_END.search(name) and len(name) <= 30 for name in names)


def _read_list(content: str) -> Iterator[Body]:
    for part in _DEFAULT.sub("", content).split("；"):
        lead, role = next(((lead, role) for lead, role in _LEADS if f"{lead}：" in part), (None, None))
        if lead:
            part = part.split(f"{lead}：", 1)[1]
        yield from _read_part(part.strip(), role)


def _read_part(part: str, role: Role | None) -> Iterator[Body]:
    match = re.match(r"(.*?)牵头(?:，|$)", part)
    if match and role is None:
        yield from (Body(name, "lead") for name in _names(match.group(1)))
        part = part[match.end() :]
    # 按职责分工 divides the work, 落实 alone has it carried out; a lead word decides before either
    for clause in re.split(r"(?<=负责)，", part):
        own = role or _role_of_tail(clause)
        yield from (Body(name, own) for name in _names(_strip_tail(clause)))


def _role_of_tail(clause: str) -> Role:
    if "按职责分工" in clause:
        return "by_duty"
    return "implement" if clause.endswith("落实") else "responsible"


def _strip_tail(text: str) -> str:
    return _TAIL.sub("", text.strip().rstrip("。；，"))


def _names(text: str) -> list[str]:
    for plain, kept in _NOT_APART:
        text = text.replace(plain, kept)
    text = _DEFINITION.sub("", text)
    text = re.sub(r"等(?=市?相关部门)", "、", text)
    names = []
    for part in _split_outside_brackets(text):
        part = re.sub(r"^(?:及|与|和)(?=各|市|有关|相关)", "", part.strip())
        part = re.sub(r"(?<!等)等(?:单位|部门)?$", "", part)
        names.extend(piece for piece in re.split(r"(?:等单位)?(?:与|及)(?=各市|市金融|有关|各有关)", part) if piece)
    return [name.replace(_KEPT, "、") for name in names]


def _split_outside_brackets(text: str) -> list[str]:
    pieces, depth, current = [], 0, ""
    for char in text:
        if char in "（(<＜“":
            depth += 1
        elif char in "）)>＞”":
            depth = max(0, depth - 1)
        if char in "、，,；" and depth == 0:
            pieces.append(current)
            current = ""
        else:
            current += char
    return [piece for piece in [*pieces, current] if piece.strip()]
