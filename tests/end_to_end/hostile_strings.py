"""Two hundred texts that would rather be something else: what people and databases may say."""

from __future__ import annotations

from itertools import product

HOW_MANY = 200
ACT = "window.hacked=1"
MARKUP = (
    f"<script>{ACT}</script>",
    f"<ScRiPt >{ACT}</sCrIpT>",
    "<script src=//evil.example/x.js></script>",
    f"<img src=x onerror='{ACT}'>",
    "<img src=//evil.example/x.png>",
    f"<svg onload={ACT}>",
    f"<svg><script>{ACT}</script></svg>",
    f"<svg><animate onbegin={ACT} attributeName=x dur=1s>",
    f"<body onload={ACT}>",
    f"<iframe srcdoc='<script>parent.{ACT}</script>'></iframe>",
    "<iframe src=//evil.example></iframe>",
    f"<a href='javascript:{ACT}'>x</a>",
    f"<a href='data:text/html,<script>{ACT}</script>'>x</a>",
    f"<details open ontoggle={ACT}>",
    f"<input autofocus onfocus={ACT}>",
    f"<video><source onerror={ACT}></video>",
    f"<math><maction actiontype='statusline' xlink:href='javascript:{ACT}'>x</maction></math>",
    f"<object data='javascript:{ACT}'></object>",
    f"<embed src='javascript:{ACT}'>",
    f"<form action='javascript:{ACT}'><button>x</button></form>",
    "<base href=//evil.example/>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<style>* { display: none !important }</style>",
    "<style>@import '//evil.example/x.css';</style>",
    "<table><tr><td>x</table>",
    "<!-- comment",
    "<![CDATA[ x ]]>",
    "<plaintext>",
    "<noscript><p title='</noscript><img src=x>'>",
    f"<b onmouseover={ACT}>bold</b>",
    "<template><img src=x></template>",
)
ESCAPES = ("{}", "</textarea>{}", "</style>{}", "</title>{}", "'\">{}")
MARKDOWN = (
    "**bold** _thin_ `code`",
    "# heading",
    f"[x](javascript:{ACT})",
    "[x](//evil.example)",
    "![x](//evil.example/x.png)",
    "<//evil.example>",
    ":red[x] :blue-background[x] :material/home: :streamlit:",
    "- [x] done",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "```\ncode\n```",
    "> quote",
    "1. list",
    "---",
    "~~gone~~",
    "[^1]: note",
    "$x^2$ $$\\sum$$",
    "\\(x\\) \\[x\\] \\href{javascript:window.hacked=1}{x}",
    "$\\includegraphics{//evil.example/x.png}$",
)
TEMPLATES = (
    f"{{{{{ACT}}}}}",
    f"${{{ACT}}}",
    "{0} {value} {} {{}}",
    "%s %d %(x)s %",
    f"<%= {ACT} %>",
    "{% raw %}",
    f"#{{{ACT}}}",
    "`${1+1}`",
    "&lt;img src=x&gt;",
    "&#60;script&#62;",
    "\\u003cscript\\u003e",
    "%3Cscript%3E",
)
FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "=cmd|'/c calc'!A0",
    '=HYPERLINK("//evil.example","x")',
    "=IMPORTXML(//evil.example)",
    "\t=1+1",
)
STATEMENTS = (
    "'; DROP TABLE notes; --",
    '" OR 1=1 --',
    "1; SELECT pg_sleep(1)",
    "../../../../etc/passwd",
    "file:///etc/passwd",
    "C:\\windows\\system32",
    "$(touch /tmp/hacked)",
    "`touch /tmp/hacked`",
    "| touch /tmp/hacked",
    "null",
    "undefined",
    "NaN",
    "__proto__",
    "constructor",
    "toString",
    "hasOwnProperty",
)
SCRIPTS = (
    "\u202egnp.exe",
    "\u2066\u2067\u2068\u2069 isolates",
    "שלום עולם",
    "مرحبا بالعالم",
    "zero\u200bwidth\u200djoined\ufeff",
    "\u200b",
    "combining: e\u0301\u0323\u0327\u0310",
    "Z" + "\u0351\u0357\u0367" * 20,
    "👩‍👩‍👧‍👦 🇫🇷 👍🏽",
    "日本語の題名",
    "Ω≈ç√∫ ™ Ⅻ",
    "\u2028line\u2029paragraph",
    "tab\there",
    "two\nlines",
    "a" * 3000,
    "long " * 600,
    "\u00a0",
    "\u00ad" * 30 + "soft",
    "\u0130stanbul \u0131I ß",
    "\U000e0041\U000e0042 tags",
)


def texts() -> tuple[str, ...]:
    """All of them, each once."""
    wrapped = [outer.format("\0").replace("\0", each) for outer, each in product(ESCAPES, MARKUP)]
    rest = (*MARKDOWN, *TEMPLATES, *FORMULAS, *STATEMENTS, *SCRIPTS)
    return tuple(dict.fromkeys((*rest, *wrapped)))[:HOW_MANY]
