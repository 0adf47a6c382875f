"""Words that somebody said mean an entry of a code list, kept in this office's database and known from then on."""

from __future__ import annotations

import orjson
from sqlalchemy import Connection, select

from cppcc_desktop.domain.errors import OfficeError
from cppcc_desktop.domain.office.office import Actor
from cppcc_desktop.services.office.codes import WORDS_KEY, fold, read_codes
from cppcc_desktop.services.office.office import Office
from db.stored_json import load_stored


def remember_word(office: Office, actor: Actor, list_name: str, word: str, code: str) -> None:
    """From now on the word is read as this entry wherever it stands; "" forgets the answer."""
    actor.require("record.write")
    if code and not read_codes(office).has(list_name, code):
        raise OfficeError(f"表里没有代码“{code}”。", todo="刷新以后再选。")
    table = office.schema.meta
    with office.database.write() as connection:
        answers = load_answers(office, connection)
        known = answers.setdefault(list_name, {})
        if code:
            known[fold(word)] = code
        else:
            known.pop(fold(word), None)
        connection.execute(table.delete().where(table.c.key == WORDS_KEY))
        connection.execute(table.insert().values(key=WORDS_KEY, value=orjson.dumps(answers).decode()))


def load_answers(office: Office, connection: Connection) -> dict[str, dict[str, str]]:
    table = office.schema.meta
    stored = connection.scalar(select(table.c.value).where(table.c.key == WORDS_KEY))
    return load_stored(stored, dict) if stored else {}
