"""The records of an organisation: which standard has one, where it lies, read once each."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from promisecheck.errors import Fault, InputError
from promisecheck.evidence.levels import comparable, direction
from promisecheck.evidence.reading import Record, read_record
from promisecheck.evidence.selecting import Filter, filter_of
from promisecheck.evidence.sources import Source, confined
from promisecheck.evidence.spec import RecordSpec, read_spec
from promisecheck.model import Standard
from promisecheck.standards.declarations import Declaration
from promisecheck.standards.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Held:
    """A record with what it was read by. unit: of its values."""

    record: Record
    spec: RecordSpec
    unit: str | None


class Records:
    """Records of standards, read when they are asked for.

    specs: the folder of standards. project: a folder around it that records may lie in as well. given: sources that
    the command line names, by standard; they win over `measured:`. day: the last day of windows.
    """

    def __init__(
        self,
        organisation: Organisation,
        day: dt.date,
        *,
        specs: Path | None = None,
        project: Path | None = None,
        given: Mapping[str, Source] | None = None,
    ) -> None:
        self._organisation = organisation
        self._day = day
        self._given = dict(given or {})
        specs = specs or _folder(organisation)
        self._roots = [specs if specs.is_dir() else specs.parent]
        if project is not None and self._roots[0].resolve().is_relative_to(project.resolve()):
            self._roots.append(project)
        self._found: dict[object, Held | InputError] = {}

    def measured(self, standard: Standard) -> bool:
        """Whether a standard has a record."""
        return bool(standard.measured) or standard.id in self._given

    def of(self, standard: Standard) -> Held | None:
        """The record of a standard, None where it has none. Raises InputError when it cannot be used, every time."""
        if not self.measured(standard):
            return None
        declared = standard.measured or {}
        key = standard.id, tuple(sorted(declared.items()))
        if key not in self._found:
            try:
                self._found[key] = self._read(standard, declared)
            except InputError as error:
                self._found[key] = error
        found = self._found[key]
        if isinstance(found, InputError):
            raise found
        return found

    @property
    def read(self) -> tuple[Record, ...]:
        """The records that were read and could be used, in that order."""
        return tuple(held.record for held in self._found.values() if isinstance(held, Held))

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with the records that were asked for, each mistake once."""
        found: list[Fault] = []
        for held in self._found.values():
            found += held.faults if isinstance(held, InputError) else held.record.mistakes
        return tuple(dict.fromkeys(found))

    # -------------------------------------------------------------------------------------------- reading
    def _read(self, standard: Standard, declared: Mapping[str, str]) -> Held:
        declaration = self._organisation.declarations_by_id[standard.id]
        where = _declared_at(declaration, standard)
        source = self._given.get(standard.id) or self._file(declared, where)
        spec = read_spec(declared, source, where)
        unit = spec.unit or (standard.level.unit if standard.level is not None else None)
        counted = spec.met_when is not None or "met" in dict(spec.columns)
        if not counted and not comparable(standard, unit):
            level = standard.level.unit if standard.level is not None else None
            hint = f"give the values in {level}, or count the cases that were met (met:, total:)" if level else None
            raise InputError(
                _fault(f"a record in {unit} does not compare with '{standard.id}' in {level}", where, hint)
            )
        record = read_record(
            spec, self._organisation, day=self._day, direction=direction(standard), filters=self._filters(declaration)
        )
        return Held(record, spec, unit)

    def _file(self, declared: Mapping[str, str], where: str) -> Source:
        name = declared.get("file", "")
        if not name:
            raise InputError(_fault("measured: there is no 'file'", where, "name a .csv, .parquet or .xlsx file"))
        bases = list(dict.fromkeys([Path(where.rpartition(":")[0]).parent, *self._roots]))
        found = confined(name, name, bases, self._roots, _fault("", where))
        return type(found)(found.path, name, declared.get("sheet"))

    def _filters(self, declaration: Declaration) -> dict[str | None, Sequence[Filter]]:
        """The times a standard is about, by tier and location. None where it is the same for all tiers."""
        organisation = self._organisation
        found: dict[str | None, Sequence[Filter]] = {}
        for tier in (None, *organisation.tiers):
            column = organisation.column(declaration, tier, self._day)
            of_variant = [filter_of(standard.conditions) if standard else Filter() for standard in column.variants]
            found[tier] = [of_variant[code] for code in column.codes.tolist()]
        return found


def has_records(organisation: Organisation) -> bool:
    """Whether any standard declares a record."""
    return any(entry.fields.get("measured") for one in organisation.declarations for entry in one.entries)


def _declared_at(declaration: Declaration, standard: Standard) -> str:
    """File and line of the entry that declares the record, else of the standard."""
    for entry in declaration.entries:
        if entry.fields.get("measured") == standard.measured and standard.measured:
            return entry.where
    return standard.where or declaration.where


def _fault(message: str, where: str, hint: str | None = None) -> Fault:
    file, _, line = where.rpartition(":")
    return Fault(message, file or None, int(line) if line.isdecimal() else None, hint=hint)


def _folder(organisation: Organisation) -> Path:
    """The folder that holds all files of an organisation."""
    folders = [str(Path(file).resolve().parent) for file in organisation.files]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()
