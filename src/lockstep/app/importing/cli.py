# SPDX-License-Identifier: Apache-2.0
"""`lockstep import reports`: a log into the product, from the command line."""

import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from lockstep.app.demo.run import DATABASE as DEMO
from lockstep.app.demo.run import own_server
from lockstep.app.importing.mapping import Mapping, read_mapping
from lockstep.app.importing.outcome import CannotRead, Exit, ImportAnswer
from lockstep.app.importing.reading import open_log
from lockstep.app.importing.run import import_reports
from lockstep.app.importing.texts import sentence_of, sentence_of_line
from lockstep.app.server import ready_database, system_clock
from lockstep.platform.database.engine import make_engine
from lockstep.platform.database.settings import read_settings

imports = typer.Typer(no_args_is_help=True, help="Data of other systems.")


@imports.callback()
def _group() -> None:
    """Keeps `reports` a command of its own while it is the only one."""


@imports.command("reports")
def reports_command(
    file: Annotated[Path, typer.Argument(help="CSV file with one report a row.")],
    mapping: Annotated[Path, typer.Option(help="TOML file that says what the columns mean.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Do it all and keep nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer as JSON, every line that needs a look.")] = False,
    demo: Annotated[bool, typer.Option("--demo", help="Into the database of the demonstration plant.")] = False,
) -> None:
    """Book a log of production reports. May be repeated: what is booked stays booked once.

    Ends with 0 when all rows were taken, 3 when some were refused, 2 when file or mapping cannot be read.
    """
    try:
        known = read_mapping(mapping)
        with open_log(file, known):  # before a database is started for nothing
            pass
        settings = own_server(read_settings()) if demo else read_settings()
        with ready_database(settings, DEMO if demo else "lockstep") as database:
            answer = asyncio.run(_import(database.runtime_url, known, file, dry_run))
    except CannotRead as refusal:
        typer.echo(f"{sentence_of(refusal)}\nNothing was booked.", err=True)
        if as_json:
            _print_json({"error": {"code": refusal.code, "params": refusal.params, "message": sentence_of(refusal)}})
        raise typer.Exit(Exit.CANNOT_READ) from None
    if as_json:
        _print_json(answer.as_json())
    else:
        print_answer(answer, Console())
    raise typer.Exit(answer.exit_code())


async def _import(url: str, mapping: Mapping, file: Path, dry_run: bool) -> ImportAnswer:
    engine = make_engine(url, pool_size=2)
    try:
        with _interrupt() as stop, _progress() as bar:
            task = bar.add_task("", total=None, speed="reading")

            def show(done: int, total: int) -> None:
                spent = bar.tasks[task].elapsed or 0
                bar.update(task, completed=done, total=total, speed=f"{done / spent:,.0f} rows/s" if spent else "")

            return await import_reports(
                engine, mapping, file, clock=system_clock, dry_run=dry_run, progress=show, stopped=stop.is_set
            )
    finally:
        await engine.dispose()


@contextmanager
def _interrupt() -> Iterator[asyncio.Event]:
    """Set by Ctrl-C: the order at hand is finished first. The second Ctrl-C ends at once."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()

    def ask() -> None:
        stop.set()
        loop.remove_signal_handler(signal.SIGINT)

    loop.add_signal_handler(signal.SIGINT, ask)
    try:
        yield stop
    finally:
        loop.remove_signal_handler(signal.SIGINT)


def _progress() -> Progress:
    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
    )


def print_answer(answer: ImportAnswer, console: Console) -> None:
    if answer.stopped:
        console.print("[bold]Stopped before the end.[/] What was booked stays; the same command books the rest.")
    if answer.dry_run:
        console.print("[bold]Dry run:[/] nothing was booked.")
    console.print(
        f"{answer.read} rows read: {answer.booked} booked ({answer.doubtful} of them doubtful), "
        f"{answer.duplicate} duplicate, {answer.refused} refused."
    )
    if answer.lines:
        table = Table("lines", "outcome", "why", "code", "first line")
        for outcome, code, many, first in answer.by_code():
            table.add_row(str(many), outcome, sentence_of_line(outcome, code), code, str(first))
        console.print(table)
        console.print("--json names every one of these lines.")


def _print_json(content: object) -> None:
    json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
