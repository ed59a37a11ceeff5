"""Works out what an import changes in the specs: new branches, new values, updates, conflicts, what vanished.

Nothing is written here. Values that a source does not give are never taken out of a spec, branches never deleted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from promisecheck.importing.dates import Dates
from promisecheck.importing.hours import same_hours
from promisecheck.importing.incoming import REGULAR, Incoming, Read, names_of
from promisecheck.importing.memory import Memory, Values
from promisecheck.importing.merging import Step, decide, merged
from promisecheck.importing.outcome import Change, Kind, Plan, Targets
from promisecheck.importing.spec_tree import SpecTree, quoted, texts_of_node
from promisecheck.standards.declarations import merge
from promisecheck.standards.organisation import Organisation
from promisecheck.standards.yaml_edit import block


def work_out(
    read: Read,
    organisation: Organisation,
    folder: Path,
    targets: Targets,
    memory: Memory,
    *,
    day: dt.date,
    overwrite: bool = False,
) -> Plan:
    """The plan of an import.

    day: dates that ended before it are left aside. overwrite: take the source's value where somebody has edited one.
    """
    return _Work(read, organisation, SpecTree(folder, organisation), targets, memory, day, overwrite).plan()


class _Work:
    def __init__(
        self,
        read: Read,
        organisation: Organisation,
        tree: SpecTree,
        targets: Targets,
        memory: Memory,
        day: dt.date,
        overwrite: bool,
    ) -> None:
        self._read = read
        self._organisation = organisation
        self._tree = tree
        self._targets = targets
        self._memory = memory
        self._day = day
        self._overwrite = overwrite
        self._plan = Plan()
        languages = organisation.languages
        self._dates = Dates(tree, targets.hours.get(REGULAR, ""), languages, day, self._take)
        self._last: dict[str, Values] = {id_: dict(values) for id_, values in memory.last.items()}
        self._groups = {
            name.casefold(): group.id
            for group in organisation.groups.values()
            for name in (group.id, *(text for texts in group.names.values() for text in texts))
        }
        self._places = {
            name.casefold(): location.id
            for location in organisation.locations.values()
            for name in (location.id, *(text for texts in location.names.values() for text in texts))
        } | self._groups
        counted = Counter(name for one in read.branches for names in one.names.values() for name in names)
        self._towns = Counter(town for branch in read.branches for town in branch.towns)
        self._brands = {name for name, times in counted.items() if times > 1}

    def plan(self) -> Plan:
        ids: dict[str, str] = {}
        known_first = sorted(self._read.branches, key=lambda branch: branch.key not in self._memory.ids)
        for branch in known_first:
            id_ = self._matched(branch, set(ids.values()))
            if id_ is None:
                self._plan.removed.append(self._memory.ids[branch.key])
                continue
            ids[branch.key] = id_
            called = (id_, *(name for names in branch.names.values() for name in names if name not in self._brands))
            self._places |= {name.casefold(): id_ for name in called}
        for branch in self._read.branches:
            if branch.key in ids:
                self._branch(branch, ids[branch.key])
        here = {*ids.values(), *self._plan.removed}
        self._plan.gone += [id_ for id_ in self._memory.last if id_ not in here and id_ in self._organisation.locations]
        self._notes()
        self._plan.gone += self._dates.gone
        self._plan.texts = self._tree.texts()
        self._plan.memory = Memory(
            self._read.kind,
            dict(self._memory.columns),
            self._memory.standards
            | dict(self._targets.hours)
            | ({"areas": self._targets.areas} if self._targets.areas else {}),
            self._targets.service,
            self._memory.ids | ids,
            self._last,
        )
        return self._plan

    # -------------------------------------------------------------------------------------------- branches
    def _matched(self, branch: Incoming, taken: set[str]) -> str | None:
        """The id of the location that a branch is, a new one, or None for one that was taken out of the spec."""
        locations = self._organisation.locations
        known = self._memory.ids.get(branch.key)
        if known in locations and known not in taken:
            return known
        if branch.id in locations and branch.id not in taken:
            return branch.id
        names = {name.casefold() for texts in branch.names.values() for name in texts if name not in self._brands}
        for location in locations.values():
            same_name = any(text.casefold() in names for texts in location.names.values() for text in texts)
            same_page = branch.url is not None and branch.url.rstrip("/") == (location.url or "").rstrip("/")
            if (same_name or same_page) and location.id not in taken:
                return location.id
        if known is not None and known not in locations:
            return None
        id_ = branch.id
        while id_ in taken or id_ in self._organisation.groups or id_ in locations:
            id_ += "-branch"
        return id_

    def _branch(self, branch: Incoming, id_: str) -> None:
        last = self._last.setdefault(id_, {})
        location = self._organisation.locations.get(id_)
        in_table = location is not None and self._tree.get("locations", id_) is None
        if in_table:
            self._in_table(branch, id_)
        else:
            new = location is None
            self._names(branch, id_, last, new)
            towns = (self._groups.get(town.casefold()) for town in branch.towns)
            groups = list(dict.fromkeys(group for group in towns if group is not None))
            self._list(id_, "groups", ("locations", id_), "groups", groups, last, new)
            if branch.url is not None:
                self._scalar(id_, "url", ("locations", id_), "url", branch.url, last, new)
            if new and self._tree.get("locations", id_) is None:
                self._tree.set(("locations",), id_, {})
                self._plan.changes.append(Change("new", id_, "id", None, branch.key))
        for kind, hours in branch.hours.items():
            if kind in self._targets.hours:
                self._hours(id_, kind, hours, last)
        if branch.areas and self._targets.areas is not None:
            self._areas(branch, id_, last)
        if (branch.special and REGULAR in self._targets.hours) or any(key.startswith("special.") for key in last):
            self._dates.merge(branch, id_, last)

    def _in_table(self, branch: Incoming, id_: str) -> None:
        """A location of a branch file: what differs is told, since the table is where it is kept."""
        location = self._organisation.locations[id_]
        if branch.url is not None and location.url is not None and branch.url.rstrip("/") != location.url.rstrip("/"):
            self._plan.notes.append(
                f"{location.where}: '{id_}' has the url {location.url}, the source {branch.url}; mend it in the table"
            )

    def _names(self, branch: Incoming, id_: str, last: Values, new: bool) -> None:
        for language, names in branch.names.items():
            theirs = [name for name in names if name not in self._brands]
            mine = texts_of_node(self._tree.get("locations", id_, "names", language))
            base = texts_of_node(last.get(f"names.{language}"))
            if theirs and not (not base and any(_part_of(own, name) for own in mine for name in theirs)):
                path = ("locations", id_, "names")
                self._list(id_, f"names.{language}", path, language, theirs, last, new)
            elif theirs:
                last[f"names.{language}"] = theirs
        if new and not any(key.startswith("names.") for key in last):
            town = next((town for town in branch.towns if self._towns[town] == 1), None)
            for language, texts in names_of([("", town)] if town else []).items():
                self._list(id_, f"names.{language}", ("locations", id_, "names"), language, list(texts), last, new)

    # -------------------------------------------------------------------------------------------- values
    def _list(
        self, id_: str, name: str, path: tuple[str, ...], key: str, theirs: list[str], last: Values, new: bool
    ) -> None:
        mine = texts_of_node(self._tree.get(*path, key))
        if theirs:
            found = merged(texts_of_node(last.get(name)), mine, theirs)
            if found != mine:
                self._tree.set(path, key, found)
                self._tell("new" if new else "update" if mine else "add", id_, name, "; ".join(mine), "; ".join(found))
            last[name] = theirs

    def _scalar(
        self, id_: str, name: str, path: tuple[str, ...], key: str, theirs: str, last: Values, new: bool
    ) -> None:
        own = self._tree.get(*path, key)
        mine = str(own) if own not in (None, "") else None
        step = decide(last.get(name), mine, theirs, lambda one, other: one.rstrip("/") == other.rstrip("/"))
        self._take(step, id_, name, mine, theirs, lambda: self._tree.set(path, key, quoted(theirs)), new)
        last[name] = theirs

    def _take(
        self,
        step: Step,
        id_: str,
        name: str,
        mine: str | None,
        theirs: str,
        write: Callable[[], None],
        new: bool = False,
    ) -> None:
        if step == "same" or (step == "kept" and not self._overwrite):
            return
        if step == "conflict" and not self._overwrite:
            self._tell("conflict", id_, name, mine, theirs)
            return
        write()
        self._tell("new" if new else "add" if mine is None else "update", id_, name, mine, theirs)

    def _tell(self, kind: Kind, id_: str, name: str, mine: str | None, theirs: str) -> None:
        self._plan.changes.append(Change(kind, id_, name, mine or None, theirs))

    # -------------------------------------------------------------------------------------------- standards
    def _hours(self, id_: str, kind: str, theirs: str, last: Values) -> None:
        standard, name = self._targets.hours[kind], f"hours.{kind}"
        own = self._tree.get("standards", standard, "by_location", id_, "hours")
        mine = str(own) if own not in (None, "") else None
        inherited = self._inherited(standard, id_)
        if mine is None and name not in last and inherited is not None and same_hours(inherited.hours or "", theirs):
            last[name] = theirs
            return
        step = decide(last.get(name), mine, theirs, same_hours)
        if mine is None and step in ("kept", "conflict") and inherited is not None and inherited.hours is not None:
            step = decide(last[name], inherited.hours, theirs, same_hours)
        self._take(step, id_, name, mine, theirs, lambda: self._set(standard, id_, "hours", quoted(theirs)))
        last[name] = theirs

    def _areas(self, branch: Incoming, id_: str, last: Values) -> None:
        standard = self._targets.areas or ""
        theirs = list(dict.fromkeys(self._places.get(area.casefold(), area) for area in branch.areas))
        mine = texts_of_node(self._tree.get("standards", standard, "by_location", id_, "areas"))
        inherited = self._inherited(standard, id_)
        if not mine and "areas" not in last and inherited is not None and set(inherited.areas) == set(theirs):
            last["areas"] = theirs
            return
        if not mine and last.get("areas") == theirs:
            return
        found = merged(texts_of_node(last.get("areas")), mine, theirs)
        if found != mine:
            self._set(standard, id_, "areas", self._area_nodes(standard, id_, found))
            self._tell("update" if mine else "add", id_, "areas", "; ".join(mine), "; ".join(found))
        last["areas"] = theirs

    def _area_nodes(self, standard: str, id_: str, names: list[str]) -> list[Any]:
        """Names of areas as the spec writes them: as they stand there already, an id, else by language."""
        there: dict[str, Any] = {}
        for path in (("by_location", id_, "areas"), ("areas",)):
            for item in self._tree.get("standards", standard, *path) or ():
                there.setdefault(texts_of_node(item)[0], item)
        ids = set(self._places.values())
        plain = {
            name: name if name in ids else {key: text for key, (text,) in names_of([("", name)]).items()}
            for name in names
        }
        return [there.get(name, plain[name]) for name in names]

    def _inherited(self, standard: str, id_: str) -> Any:
        """The level that holds at a location without an entry of its own; None where there is none."""
        declaration = self._organisation.declarations_by_id.get(standard)
        if declaration is None:
            return None
        known = id_ in self._organisation.locations
        distances = dict(self._organisation.distances(id_)) if known else {}
        distances.pop(id_, None)
        return merge(declaration, distances, self._organisation.first_tier()).fields.get("level")

    def _set(self, standard: str, id_: str, key: str, value: Any) -> None:
        if standard in self._targets.made and self._tree.get("standards", standard) is None:
            self._tree.set(("standards", standard), "service", self._targets.service)
            self._tree.set(("standards", standard), "measure", self._targets.made[standard])
        if self._tree.get("standards", standard, "by_location") is None:
            self._tree.set(("standards", standard), "by_location", block({}, flow=False))
        self._tree.set(("standards", standard, "by_location", id_), key, value)

    def _notes(self) -> None:
        kinds = Counter(kind for branch in self._read.branches for kind in branch.hours)
        for kind, count in kinds.items():
            if kind not in self._targets.hours:
                mend = f"--hours {kind}=STANDARD"
                self._plan.notes.append(
                    f"{kind} hours of {_branches(count)}: no standard takes them; name one with {mend}"
                )
        areas = sum(bool(branch.areas) for branch in self._read.branches)
        if areas and self._targets.areas is None:
            self._plan.notes.append(
                f"service areas of {_branches(areas)}: no standard takes them; name one with --hours areas=STANDARD"
            )
        past = sum(one.end < self._day for branch in self._read.branches for one in branch.special)
        if past:
            self._plan.notes.append(f"{past} special hours are over and were left aside")


def _branches(count: int) -> str:
    return f"{count} branch" if count == 1 else f"{count} branches"


def _part_of(own: str, name: str) -> bool:
    """Whether a declared name stands in a longer one: "Weibdeh" in "Dar Naranj Weibdeh"."""
    return f" {own.casefold()} " in f" {name.casefold()} "
