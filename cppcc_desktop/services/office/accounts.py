"""Accounts: who may enter, with which rights. No default password."""

from __future__ import annotations

import logging
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import Connection, select

from cppcc_desktop.domain.description.fields import parse_value
from cppcc_desktop.domain.errors import OfficeError, Refusal
from cppcc_desktop.domain.grants import PERMISSIONS
from cppcc_desktop.domain.office.office import ACCOUNT, Actor
from cppcc_desktop.services.office.office import Office

# RFC 9106, second recommended option scaled to old PCs: 64 MiB, three passes.
LENGTH, PASSES, LANES, MEMORY = 32, 3, 4, 64 * 1024


def hash_password(password: str) -> str:
    """Argon2id in PHC form; the salt is in it."""
    salt = os.urandom(16)
    derivation = Argon2id(salt=salt, length=LENGTH, iterations=PASSES, lanes=LANES, memory_cost=MEMORY)
    return derivation.derive_phc_encoded(password.encode())


def check_new_account(name: str, password: str) -> None:
    """Raise OfficeError for an empty name, and for a password that is short or is none."""
    check_account_name(name)
    check_password(password)


def check_account_name(name: str) -> None:
    if not name.strip():
        raise OfficeError("还没有写用户名。", todo="写上姓名，例如 周明礼。")


def check_password(password: str) -> None:
    if len(password.strip()) < 8:
        raise OfficeError("口令太短。", todo="至少 8 个字符，空格不算，别用姓名和生日。")
    if len(set(password.strip())) == 1:
        raise OfficeError("口令太简单：都是同一个字符。", todo="至少 8 个字符，别用姓名和生日。")


def create_account(office: Office, actor: Actor, name: str, role: str, password: str) -> str:
    """A further account; returns its id."""
    check_new_account(name, password)
    if role not in PERMISSIONS:
        raise OfficeError(f"没有“{role}”这个角色。", options=tuple(PERMISSIONS))
    name = str(parse_value(ACCOUNT.by_name["name"], name, today=office.today()))
    if name in list_accounts(office):
        raise Refusal(f"已经有用户“{name}”。", todo="换一个用户名。")
    with office.write(actor, "account") as writing:
        return writing.new(ACCOUNT, {"name": name, "role": role, "password_hash": hash_password(password)})


def list_accounts(office: Office) -> list[str]:
    """Names that may sign in, in the order they were made."""
    table = office.schema.records["account"]
    with office.read() as connection:
        query = select(table.c.name).where(table.c.deleted.is_(None), table.c.disabled.is_not(1))
        return list(connection.scalars(query.order_by(table.c.id)))


def sign_in(office: Office, name: str, password: str) -> Actor:
    """The person, or Refusal; which of the two was wrong is not said. Failures are counted, and slow down the next."""
    table = office.schema.records["account"]
    with office.read() as connection:
        query = select(table.c.role, table.c.password_hash).where(
            table.c.name == name, table.c.deleted.is_(None), table.c.disabled.is_not(1)
        )
        account = connection.execute(query).first()
        failures = read_failures(connection, office, name if account else "")
    wait = failures.wait(office.now())
    if wait:
        raise Refusal(f"已经连续输错 {failures.count} 次。", todo=f"等 {wait} 秒再试；忘了口令请系统管理员重设。")
    try:
        if account is None or not account.password_hash:
            hash_password(password)  # takes as long as a wrong password
            raise InvalidKey
        Argon2id.verify_phc_encoded(password.encode(), account.password_hash)
    except InvalidKey:
        note_failures(office, name if account else "", Failures(failures.count + 1, office.now()))
        raise Refusal("用户名或口令不对。", todo="再输一次；忘了口令请系统管理员重设。") from None
    if failures.count:
        LOOKS.info("%s 登录，此前连续输错 %d 次", name, failures.count)
        note_failures(office, name, Failures())
    return Actor(name, account.role, office.name)


FREE, LONGEST_WAIT = 4, 60  # failures that cost nothing, and the seconds one costs at most
LOOKS = logging.getLogger("cppcc.looks")


@dataclass(frozen=True)
class Failures:
    """How often in a row a password was wrong, and when last. Names nobody has are counted as one."""

    count: int = 0
    at: datetime | None = None

    def wait(self, now: datetime) -> int:
        """Seconds until the next try: 1, 2, 4 … A clock that was put back costs no more than that."""
        if self.count <= FREE or self.at is None:
            return 0
        needed = min(2 ** min(self.count - FREE - 1, 10), LONGEST_WAIT)
        return ceil(max(0.0, needed - max(0.0, (now - self.at).total_seconds())))


def failures_key(name: str) -> str:
    return f"failures:{name}"


def read_failures(connection: Connection, office: Office, name: str) -> Failures:
    meta = office.schema.meta
    kept = connection.scalar(select(meta.c.value).where(meta.c.key == failures_key(name)))
    try:
        count, _, at = str(kept or "0 ").partition(" ")
        return Failures(int(count), datetime.fromisoformat(at) if at else None)
    except ValueError:
        return Failures()


def note_failures(office: Office, name: str, failures: Failures) -> None:
    """Keep the count; a database that takes nothing can still be looked at."""
    meta = office.schema.meta
    with suppress(OfficeError), office.database.write() as connection:
        connection.execute(meta.delete().where(meta.c.key == failures_key(name)))
        if failures.count and failures.at:
            told = f"{failures.count} {failures.at.isoformat()}"
            connection.execute(meta.insert().values(key=failures_key(name), value=told))
    if failures.count:
        LOOKS.info("%s 登录没有成功，连续第 %d 次", name or "没有的用户名", failures.count)
