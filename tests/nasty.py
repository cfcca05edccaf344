"""Texts that look like markup, script, template or list to one program or another; every one must be seen as it stands."""

NASTY = [
    # HTML
    "<script>alert(1)</script>", "<b>粗</b>", "县级市<区>人民政府<管委会>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<div markdown>", "</div>", "</p></div></body></html>", "<区", "区>", "1 < 2 > 0", "<br>", "<!-- 注 -->", "<!-- insert: counts -->",
    "<![CDATA[甲]]>", "<?php 甲 ?>", "<!doctype html>", "<a href='javascript:alert(1)'>甲</a>", "<style>*{display:none}</style>",
    "<http://x.example/>", "<a@b.example>",
    # character references
    "&lt;区&gt;", "&amp;", "&", "&#60;", "&#x3c;", "&nbsp;甲", "&copy", "AT&T", "&lt;script&gt;", "&amp;lt;",
    # emphasis, code, links, pictures, footnotes
    "*甲* **乙**", "_丙_ __丁__", "a_b_c", "***", "___", "`代码`", "``", "```", "~~~", "~~删~~", "^上^", "==亮==", "[甲](http://x.example/)",
    "![图](x.png)", "[甲]: http://x.example/", "[甲][乙]", "[^1]", "[^1]: 注", "*[缩写]: 全称", "http://x.example/a_b", "//x.example",
    "a@b.example", "[TOC]", "[[甲]]",
    # lines
    "# 标题", "#标题", "## 标题 { #x }", "标题 #", "---", "- - -", "--", "--- 甲", "===", "= 甲", "- 甲", "+ 甲", "* 甲", "-", "+", "1. 甲", "1．甲", "12. 甲",
    "2021. 甲", "1) 甲", "1.", "> 引", ">引", "| 甲 | 乙 |", "甲|乙", "|---|---|", ": 定义", ":   定义", ":", "!!! note", "!!!", "??? 甲",
    "/// 甲", "::: 甲", "+++", "%%%", ":smile:", "--8<-- 'x'", "\\", "甲\\", "\\*甲\\*", "\\<", "甲  ", "  甲", "\t甲", "    四格", "　　缩进", "1 \\. 甲",
    # attributes, templates, formulas
    "甲 { #id .c onclick=alert(1) }", "{: #id }", "{ .c }", "{}", "{{ 甲 }}", "{{ handbook.entries }}", "{% raw %}", "{# 注 #}", "${甲}", "$甲$",
    "$$甲$$", "\\(甲\\)", "%(甲)s", "%s",
    # marks of the programs themselves
    "klzzwxh:0001", "wzxhzdk:0", "amp", "‘甲’“乙”", "'甲'", '"甲"', "...", "(c)", "<<甲>>", "《〈甲〉》", "——甲", "①", "\u200b甲", "甲\u00a0乙", "𠀀", "\ue200",
]
