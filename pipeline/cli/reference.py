"""docs/cli.md from the commands' own help, so that it cannot rot: `python -m pipeline.cli.reference > docs/cli.md`."""

import click

from pipeline.cli import main


def reference() -> str:
    """The help of every command as one Markdown page."""
    parts = ["# Commands\n\nWritten by `python -m pipeline.cli.reference`; do not edit.\n"]
    context = click.Context(main, info_name="python -m pipeline", terminal_width=100, **main.context_settings)
    for name in main.list_commands(context):
        command = main.commands[name]
        inner = click.Context(command, info_name=name, parent=context, terminal_width=100)
        parts.append(f"## {name}\n\n```\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    print(reference(), end="")
