# SPDX-License-Identifier: Apache-2.0
"""The command `lockstep`."""

import asyncio
import json
import sys
from typing import Annotated

import typer

from lockstep.app.api import create_app
from lockstep.app.demo.history import MOST_DAYS
from lockstep.app.demo.run import DemoInUse, remove_demo, run_demo
from lockstep.app.importing.cli import imports
from lockstep.app.server import PortTaken, check_port, ready_database, serve, system_clock
from lockstep.platform.accounts.cli import add_user
from lockstep.platform.database.embedded import EmbeddedServer, EmbeddedServerError
from lockstep.platform.database.engine import make_engine, make_sessions
from lockstep.platform.database.settings import read_settings

cli = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lockstep 齐步: manufacturing execution system.",
)
user = typer.Typer(no_args_is_help=True, help="Accounts.")
cli.add_typer(user, name="user")
cli.add_typer(imports, name="import")

Workers = Annotated[int, typer.Option(help="Server processes.", min=1, max=64)]


@cli.command("serve")
def serve_command(workers: Workers = 2) -> None:
    """Start the product on its database."""
    settings = read_settings()
    check_port(settings)
    with ready_database(settings) as database:
        serve(database, settings, workers=workers)


@cli.command()
def demo(
    workers: Workers = 2,
    days: Annotated[int, typer.Option(help="Days of history, when it is made.", min=0, max=MOST_DAYS)] = 30,
    live: Annotated[bool, typer.Option("--live", help="Its stations go on reporting while it is served.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Remove it and leave.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove it without asking.")] = False,
) -> None:
    """Start with a demonstration plant in a database of its own; prints addresses and log-ins."""
    if not remove:
        run_demo(read_settings(), workers=workers, days=days, live=live)
        return
    if not yes:
        typer.confirm("Remove the demonstration plant and all that was done in it?", abort=True)
    there = remove_demo(read_settings())
    typer.echo("The demonstration plant is removed." if there else "There is no demonstration plant.")


@cli.command("migrate")
def migrate_command() -> None:
    """Bring the database up to date and leave."""
    with ready_database(read_settings()):
        typer.echo("The database is up to date.")


@cli.command()
def stop() -> None:
    """Stop the embedded database server of this folder."""
    EmbeddedServer(read_settings().data).stop()


@cli.command()
def openapi() -> None:
    """Print the interface description."""
    app = create_app(make_sessions(make_engine("postgresql+psycopg://")), system_clock)
    json.dump(app.openapi(), sys.stdout, ensure_ascii=False, indent=1, sort_keys=True)
    sys.stdout.write("\n")


@user.command("add")
def user_add(
    name: str,
    display_name: Annotated[str | None, typer.Option(help="The name shown; the log-in if left out.")] = None,
    admin: Annotated[bool, typer.Option("--admin", help="May do everything.")] = False,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
) -> None:
    """Add an account; the first real one is an administrator."""
    with ready_database(read_settings()) as database:

        async def run() -> None:
            engine = make_engine(database.runtime_url, pooled=False)
            try:
                await add_user(make_sessions(engine), name, display_name or name, admin, password)
            finally:
                await engine.dispose()

        asyncio.run(run())
    typer.echo(f"Account {name} is there.")


def main() -> None:
    try:
        cli()
    except (PortTaken, DemoInUse, EmbeddedServerError) as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
