"""Commands that explain: the rules, the settings in force, the shape of the JSON, the version."""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

import factcheck
from factcheck.cli import options as opt
from factcheck.cli.application import app
from factcheck.cli.manners import COULD_NOT_RUN, fail, manners
from factcheck.cli.printing import print_text


def _show_version(asked: bool) -> None:
    if asked:
        try:
            print_text(f"factcheck {version('factcheck')}\n")
        except PackageNotFoundError:
            fail("this copy is not installed, so it has no version.", COULD_NOT_RUN)
        raise typer.Exit


@app.callback()
def _options(
    _: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    pass


@app.command()
def rules(
    rule: Annotated[str | None, typer.Argument(metavar="RULE", help="The rule to explain.", show_default=False)] = None,
) -> None:
    """List the rules that findings come from, or explain one."""
    with manners():
        print_text(_all_rules() if rule is None else factcheck.rule_page(rule))


def _all_rules() -> str:
    """The rules by where they look; id, severity and what each is about."""
    width = max(len(rule.id) for rule in factcheck.RULES)
    lines: list[str] = []
    for scope in factcheck.RuleScope:
        lines += [f"For {scope.value}", ""]
        for rule in factcheck.RULES:
            if rule.scope is scope:
                lines += [f"{rule.id:<{width}}  {rule.severity.value}", f"  {rule.summary}"]
        lines.append("")
    return "\n".join([*lines, "factcheck rules RULE explains one.", ""])


@app.command()
def config(config_file: opt.Config = None) -> None:
    """Print every setting in force and the file that it comes from."""
    with manners():
        entries = factcheck.list_settings(config_file)
        files = sorted({entry.origin for entry in entries if entry.origin})
        head = f"# settings file: {files[0]}\n" if files else "# no settings file gives any of these\n"
        rows = [(f"{entry.key} = {_toml(entry.value)}", entry.origin or "default") for entry in entries]
        width = max(len(setting) for setting, _ in rows)
        print_text(head + "".join(f"{setting:<{width}}  # {origin}\n" for setting, origin in rows))


def _toml(value: object) -> str:
    """The value as TOML has it; what is not set is said to be so."""
    if value is None:
        return '""'
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(name)} = {_toml(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


@app.command()
def schema() -> None:
    """Print the JSON Schema of the JSON report."""
    with manners():
        print_text(factcheck.render_schema())
