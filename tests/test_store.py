"""A published version is found, is seen to be whole, and is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from cartograph.build.publish import manifest_bytes, publish
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.versions.release import Release
from cartograph.versions.store import Published, load, open_version
from small import small_quads, small_release


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "data", tmp_path / "build")


def carry(release: Release, home: Home) -> Path:
    """Put a release where a wheel carries it."""
    folder = home.root / "release"
    folder.mkdir(parents=True)
    (folder / "graph.nq").write_bytes(release.nquads)
    (folder / "manifest.json").write_bytes(manifest_bytes(release.manifest))
    return folder


def of_package(release: Release, version: str) -> Release:
    return Release(release.nquads, {**release.manifest, "package": version})


def test_the_current_version_is_opened(home: Home) -> None:
    folder = publish(small_release(), home.versions)
    published = open_version(home)
    assert (published.folder, published.version) == (folder, small_release().digest)
    assert published.manifest == small_release().manifest
    assert len(published.store) == len(set(small_quads()))
    assert set(published.quads()) == set(small_quads())


def test_the_default_graph_is_the_agreed_view_alone(home: Home) -> None:
    publish(small_release(), home.versions)
    base = "https://w3id.org/cartograph/"
    query = f"SELECT ?type WHERE {{ <{base}source/guo-2022> a ?type }}"  # only graph/claims says that
    found = open_version(home).store.query(query)
    assert isinstance(found, QuerySolutions)
    assert list(found) == []


def answers(published: Published) -> list[str]:
    """Return what a query finds, as text."""
    found = published.store.query("SELECT * { ?a ?b ?c } ORDER BY ?a ?b ?c")
    assert isinstance(found, QuerySolutions)
    return [str(solution) for solution in found]


@pytest.mark.parametrize("damage", ["none", "missing", "emptied", "garbled"])
def test_a_damaged_store_is_no_reason_to_leave_a_question_unanswered(home: Home, damage: str) -> None:
    store = publish(small_release(), home.versions) / "store"
    whole = answers(open_version(home))
    if damage == "missing":
        shutil.rmtree(store)
    for path in store.glob("*") if damage in {"emptied", "garbled"} else ():
        path.write_bytes(b"" if damage == "emptied" else b"garbage")
    assert answers(open_version(home)) == whole
    assert len(whole) == 129


def test_reading_changes_nothing_in_the_version(home: Home) -> None:
    folder = publish(small_release(), home.versions)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    for _ in range(2):
        answers(open_version(home))
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert len(before) > 10


def test_two_readers_share_a_version(home: Home) -> None:
    publish(small_release(), home.versions)
    first, second = open_version(home), open_version(home)
    assert answers(first) == answers(second)


def test_a_store_for_the_build_holds_the_quads() -> None:
    assert set(load(small_quads()).quads_for_pattern(None, None, None)) != set()
    assert len(load(small_quads())) == len(set(small_quads()))


def test_without_a_version_the_user_is_told_to_build(home: Home) -> None:
    with pytest.raises(UsageError, match="no published version: run `cartograph build`") as caught:
        open_version(home)
    assert caught.value.exit_code == 2
    assert not home.versions.exists()


def test_the_version_in_the_wheel_is_opened_where_nothing_was_built(home: Home) -> None:
    folder = carry(small_release(), home)
    assert open_version(home).folder == folder


def test_a_version_built_by_the_same_package_goes_before_the_one_in_the_wheel(home: Home) -> None:
    carry(small_release(), home)
    built = publish(small_release("mine"), home.versions)
    assert open_version(home).folder == built


def test_a_version_built_before_an_upgrade_gives_way_to_the_one_in_the_wheel(home: Home) -> None:
    carried = carry(of_package(small_release(), "0.2.0"), home)
    publish(of_package(small_release("mine"), "0.1.0"), home.versions)
    assert open_version(home).folder == carried


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("graph.nq", b"", "graph.nq: changed after it was published"),
        ("graph.nq", None, "graph.nq: cannot be read: No such file"),
        ("manifest.json", b"{", "manifest.json: not JSON"),
        ("manifest.json", b"\xff", "manifest.json: not JSON"),
        ("manifest.json", b"[]", "manifest.json: not a manifest"),
        ("manifest.json", b"{}", "graph.nq: changed after it was published"),
        ("manifest.json", None, "manifest.json: cannot be read: No such file"),
    ],
)
def test_a_version_that_is_not_what_was_published_is_refused(
    home: Home, name: str, content: bytes | None, message: str
) -> None:
    path = publish(small_release(), home.versions) / name
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    with pytest.raises(UsageError, match=message):
        open_version(home)


@pytest.mark.parametrize("pointer", ["", "../../etc", "0123456789abcdef", "\n\n", "a" * 5000])
def test_a_pointer_to_nowhere_is_refused(home: Home, pointer: str) -> None:
    publish(small_release(), home.versions)
    (home.versions / "current").write_text(pointer)
    with pytest.raises(UsageError, match="points to no version"):
        open_version(home)


def test_a_reader_keeps_its_version_when_the_folder_goes(home: Home) -> None:
    folder = publish(small_release(), home.versions)
    published = open_version(home)
    shutil.rmtree(folder)
    assert len(published.store) == len(set(small_quads()))
