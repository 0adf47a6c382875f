"""Accounts: who may enter, with which rights. No default password."""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from sqlalchemy import select

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
    """Raise OfficeError for an empty name or a short password."""
    check_account_name(name)
    check_password(password)


def check_account_name(name: str) -> None:
    if not name.strip():
        raise OfficeError("还没有写用户名。", todo="写上姓名，例如 周明礼。")


def check_password(password: str) -> None:
    if len(password) < 8:
        raise OfficeError("口令太短。", todo="至少 8 个字符，别用姓名和生日。")


def create_account(office: Office, actor: Actor, name: str, role: str, password: str) -> str:
    """A further account; returns its id."""
    check_new_account(name, password)
    if role not in PERMISSIONS:
        raise OfficeError(f"没有“{role}”这个角色。", todo="可用：" + "、".join(PERMISSIONS))
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
    """The person, or Refusal; which of the two was wrong is not said."""
    table = office.schema.records["account"]
    with office.read() as connection:
        query = select(table.c.role, table.c.password_hash).where(
            table.c.name == name, table.c.deleted.is_(None), table.c.disabled.is_not(1)
        )
        account = connection.execute(query).first()
    try:
        if account is None or not account.password_hash:
            hash_password(password)  # takes as long as a wrong password
            raise InvalidKey
        Argon2id.verify_phc_encoded(password.encode(), account.password_hash)
    except InvalidKey:
        raise Refusal("用户名或口令不对。", todo="再输一次；忘了口令请系统管理员重设。") from None
    return Actor(name, account.role, office.name)
