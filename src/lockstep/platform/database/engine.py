# SPDX-License-Identifier: Apache-2.0
"""The one engine of a process and its session factory."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool

Sessions = async_sessionmaker[AsyncSession]


def make_engine(url: str, *, pool_size: int = 20, pooled: bool = True) -> AsyncEngine:
    if not pooled:
        return create_async_engine(url, poolclass=NullPool)
    return create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=10,
        pool_use_lifo=True,  # few warm connections, whose statements are prepared, instead of many cold ones
        connect_args={"prepare_threshold": 1},
    )


def make_sessions(engine: AsyncEngine) -> Sessions:
    return async_sessionmaker(engine, expire_on_commit=False, autoflush=False)


@asynccontextmanager
async def rolled_back_sessions(engine: AsyncEngine) -> AsyncIterator[Sessions]:
    """Over one connection whose outer transaction is rolled back in the end; theirs are savepoints in it."""
    async with engine.connect() as connection:
        outer = await connection.begin()
        try:
            yield async_sessionmaker(
                connection,
                class_=AsyncSession,
                expire_on_commit=False,
                autoflush=False,
                join_transaction_mode="create_savepoint",
            )
        finally:
            await outer.rollback()


@asynccontextmanager
async def reading_session(sessions: Sessions) -> AsyncIterator[AsyncSession]:
    """For reads: each statement by itself, without BEGIN and an end.

    A ROLLBACK at the end would cost more than a round trip: the driver then prepares all its statements anew.
    """
    async with sessions() as session:
        if isinstance(session.bind, AsyncEngine):
            await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
        yield session
