"""Texts that are templates to somebody: each would say 41447 or a secret if it were filled in."""

from __future__ import annotations

ANSWER = "41447"
SECRET_NAME = "PROJECT_SECRET"
SECRET = "never-to-be-read-aloud"
SUM = "1337*31"
FORMS = (
    *("{{%s}}", "{%% if %s %%}", "{%% print(%s) %%}", "{# %s #}", "{{=%s}}", "{{{%s}}}"),
    *("${%s}", "${{%s}}", "#{%s}", "#set($x=%s)$x", "$[%s]", "*{%s}", "@{%s}", "@(%s)", "~{%s}"),
    *("<%%= %s %%>", "<%%%s%%>", "<#assign x=%s>${x}", "[[${%s}]]", "[=%s]", "{%s}", "$(%s)"),
    *("$((%s))", "`%s`", "{php}echo %s;{/php}", "{math equation='%s'}", "%%{%s}", "!{%s}", "=%s"),
    *("{{'%s'|safe}}", "{{config.items()}} %s", "{{cycler.__init__.__globals__.os}} %s"),
    *("{0.__class__.__mro__} %s", "{value!r:>{width}} %s", "%%(value)s %%s %%d %s", "{} {0} %s"),
    *("{self.__dict__} %s", "$value ${value} $$ %s", "%%H:%%M %s", "{{range.constructor('%s')()}}"),
    *(":material/home: %s", ":red[%s]", "$%s$", "$$%s$$", "\\(%s\\)", "%%{x} %%{y:.2f} %s"),
    *(
        "%%{customdata[0]} %s",
        "<extra>%s</extra>",
        "<b>%s</b><br>",
        "{n} {name} {count, plural} %s",
    ),
)
"""Jinja, Twig, ERB, Freemarker, Velocity, Thymeleaf, Razor, Smarty, shells, Python's own ways of
filling texts in, and what Streamlit, KaTeX and Plotly read as more than itself."""
NAMES = (
    *("${env.%s}", "${%s}", "$%s", "%%%s%%", "{{env.%s}}", "{{ env_var('%s') }}", "$ENV{%s}"),
    *("{%s}", "<%%= ENV['%s'] %%>", "{env.%s}", "os.environ['%s']", "${env:%s}", "%%(%s)s"),
)
"""How a variable of the environment is named: the first is our own, for connections alone."""


def templates() -> tuple[str, ...]:
    """All of them, each once."""
    sums = (form % SUM for form in FORMS)
    named = (name % SECRET_NAME for name in NAMES)
    return tuple(dict.fromkeys((*sums, *named)))
