"""Publishing swaps one whole version for another, whatever happens on the way."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cartograph.build import publish as publishing
from cartograph.build.publish import publish, writing
from cartograph.errors import UsageError
from cartograph.project import Home
from cartograph.versions.release import Release
from cartograph.versions.store import open_version
from small import small_release

#: Publishes the release with a remark, and stops for ever before its n-th call to the operating system.
STOPPING = """
import os, sys, time
from pathlib import Path
from small import small_release
from cartograph.build.publish import publish

left = int(sys.argv[2])

def stopping(call):
    def stop(*arguments, **keywords):
        global left
        left -= 1
        if left == 0:
            print("stopped", flush=True)
            time.sleep(600)
        return call(*arguments, **keywords)
    return stop

release = small_release("new")
for name in ("mkdir", "fsync", "rename", "replace", "unlink"):
    setattr(os, name, stopping(getattr(os, name)))
publish(release, Path(sys.argv[1]))
print("done", flush=True)
"""

HOLDING = """
import sys
from pathlib import Path
from cartograph.build.publish import writing

with writing(Path(sys.argv[1])):
    print("holding", flush=True)
    sys.stdin.read()
"""


def start(script: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a script in a process of its own, with the tests' modules at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def current(versions: Path) -> str:
    """Return the version that a reader gets; reading also proves that it is whole."""
    return open_version(Home(versions.parent / "nowhere", versions)).version


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    return tmp_path / "build"


def test_a_version_is_a_folder_named_after_its_digest(versions: Path) -> None:
    release = small_release()
    folder = publish(release, versions)
    assert folder == versions / release.digest[:16]
    assert (folder / "graph.nq").read_bytes() == release.nquads
    assert json.loads((folder / "manifest.json").read_text()) == release.manifest
    assert names(folder) == {"graph.nq", "manifest.json", "store"}
    assert names(versions) == {folder.name, "current", "lock"}


def test_the_same_release_gives_the_same_bytes_in_any_folder(tmp_path: Path) -> None:
    first, second = publish(small_release(), tmp_path / "a"), publish(small_release(), tmp_path / "b")
    for name in ("graph.nq", "manifest.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_a_new_version_becomes_current_and_the_old_one_stays(versions: Path) -> None:
    old, new = publish(small_release(), versions), publish(small_release("new"), versions)
    assert current(versions) == small_release("new").digest
    assert names(versions) == {old.name, new.name, "current", "lock"}


def test_publishing_an_old_version_again_goes_back_to_it(versions: Path) -> None:
    for release in (small_release(), small_release("new"), small_release()):
        publish(release, versions)
    assert current(versions) == small_release().digest


@pytest.mark.parametrize("name", ["graph.nq", "manifest.json"])
def test_publishing_mends_a_damaged_version(versions: Path, name: str) -> None:
    folder = publish(small_release(), versions)
    (folder / name).write_text("{}")
    with pytest.raises(UsageError, match="changed after it was published"):
        current(versions)
    publish(small_release(), versions)
    assert current(versions) == small_release().digest


def test_other_users_may_read_a_version(versions: Path) -> None:
    folder = publish(small_release(), versions)
    assert [oct(path.stat().st_mode & 0o555) for path in (folder, folder / "graph.nq")] == ["0o555", "0o444"]


STEPS = range(1, 51)  # more than publishing takes


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_any_step_leaves_a_whole_version(versions: Path, step: int) -> None:
    publish(small_release(), versions)
    process = start(STOPPING, versions, step)
    assert process.stdout is not None
    said = process.stdout.readline().strip()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert current(versions) in {small_release().digest, small_release("new").digest}
    assert said == ("done" if step == STEPS[-1] else said)
    if said == "done":
        assert current(versions) == small_release("new").digest
    publish(small_release("after"), versions)
    assert current(versions) == small_release("after").digest
    assert not [name for name in names(versions) if name.startswith(".")]


def test_the_second_of_two_builds_is_told_to_wait(versions: Path) -> None:
    publish(small_release(), versions)
    process = start(HOLDING, versions)
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    with pytest.raises(UsageError, match="another build is at work here: wait until it has ended"):
        publish(small_release("new"), versions)
    assert current(versions) == small_release().digest
    process.communicate("")
    publish(small_release("new"), versions)
    assert current(versions) == small_release("new").digest


def test_a_killed_writer_does_not_hold_the_folder(versions: Path) -> None:
    process = start(HOLDING, versions)
    assert process.stdout is not None
    process.stdout.readline()
    process.kill()
    process.communicate()
    publish(small_release(), versions)
    assert current(versions) == small_release().digest


def test_leftovers_of_a_killed_build_are_cleared(versions: Path) -> None:
    (versions / ".new-abc").mkdir(parents=True)
    (versions / ".new-abc" / "graph.nq").write_text("half")
    (versions / ".new-current").write_text("half")
    with writing(versions):
        assert names(versions) == {"lock"}


@pytest.mark.parametrize("failing", [1, 2, 3])
@pytest.mark.parametrize(
    ("code", "words"), [(errno.ENOSPC, "No space left on device"), (errno.EROFS, "Read-only file system")]
)
def test_a_disk_that_takes_no_more_leaves_the_old_version(
    versions: Path, monkeypatch: pytest.MonkeyPatch, failing: int, code: int, words: str
) -> None:
    publish(small_release(), versions)
    write, calls = publishing._write, iter(range(1, 9))

    def full(path: Path, content: bytes) -> None:
        if next(calls) == failing:
            write(path, content[:10])
            raise OSError(code, os.strerror(code))
        write(path, content)

    monkeypatch.setattr(publishing, "_write", full)
    with pytest.raises(UsageError, match=words) as caught:
        publish(small_release("new"), versions)
    assert caught.value.exit_code == 2
    assert caught.value.problems[0].place == str(versions)
    assert current(versions) == small_release().digest
    assert not [name for name in names(versions) if name.startswith(".")]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match=r"file/build: cannot publish: Not a directory"):
        publish(small_release(), tmp_path / "file" / "build")


def test_a_folder_that_may_not_be_written_is_named() -> None:
    release = small_release()  # nobody may not be allowed to read the checkout
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        with unprivileged(), pytest.raises(UsageError, match="cannot publish: Permission denied"):
            publish(release, Path(folder) / "build")


@contextmanager
def unprivileged() -> Iterator[None]:
    """Act as nobody where the tests run as the superuser, who may write everywhere."""
    user = os.geteuid()
    os.seteuid(user or 65534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_the_manifest_follows_the_package_when_the_graph_does_not_change(versions: Path) -> None:
    release = small_release()
    publish(release, versions)
    newer = Release(release.nquads, {**release.manifest, "package": "0.2.0"})
    folder = publish(newer, versions)
    assert json.loads((folder / "manifest.json").read_text())["package"] == "0.2.0"
    assert current(versions) == release.digest
