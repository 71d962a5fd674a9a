"""The embedded server, trap by trap. Each test has a home of its own and ends the server it started."""

import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from corridor.app.store.connect import open_store
from corridor.app.store.errors import ServerError, StoreTooNew
from corridor.app.store.server import Server, account, binaries, ensure_running, postmaster, run, status, stop
from corridor.app.store.server.cluster import BOOTSTRAP
from tests.conftest import FAST

is_root = os.geteuid() == 0


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A stopped home with a data folder: copied, it saves each test its initdb."""
    home = tmp_path_factory.mktemp("cluster") / "home"
    ensure_running(home, FAST)
    stop(home)
    return home


@pytest.fixture
def own_home(cluster: Path, tmp_path: Path) -> Iterator[Path]:
    """A home with a data folder and no server, closed to everybody else; what runs there at the end is ended."""
    folder = tmp_path / "home"
    subprocess.run(["cp", "-a", cluster, folder], check=True)
    tmp_path.chmod(0o700)
    yield folder
    stop(folder)


def answers(server: Server) -> bool:
    with psycopg.connect(**server.address(BOOTSTRAP, "postgres")) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def pid_file(home: Path) -> Path:
    return home / "data" / "postmaster.pid"


@pytest.fixture
def bystander() -> Iterator[subprocess.Popen[bytes]]:
    """An unrelated process, which must outlive the test's middle."""
    process = subprocess.Popen(["sleep", "60"])
    yield process
    process.kill()
    process.wait()


def test_it_starts_once_and_stops(own_home: Path) -> None:
    assert not status(own_home).is_running
    server = ensure_running(own_home, FAST)
    assert answers(server)
    assert ensure_running(own_home) == server
    assert status(own_home).pid == server.pid
    assert stop(own_home) is True
    assert stop(own_home) is False
    assert not status(own_home).is_running
    assert not server.socket_dir.exists()


def test_it_outlives_whoever_started_it(own_home: Path) -> None:
    code = "import sys, pathlib, corridor.app.store.server as s; print(s.ensure_running(pathlib.Path(sys.argv[1])).pid)"
    done = subprocess.run([sys.executable, "-c", code, own_home], capture_output=True, check=True)
    pid = int(done.stdout)
    assert status(own_home).pid == pid
    assert os.getsid(pid) != os.getsid(0)


def test_eight_starters_get_one_server(own_home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        servers = set(pool.map(lambda _: ensure_running(own_home, FAST), range(8)))
    assert len(servers) == 1
    assert answers(servers.pop())


def test_a_killed_server_starts_again(own_home: Path) -> None:
    first = ensure_running(own_home, FAST)
    os.kill(first.pid, signal.SIGKILL)
    while postmaster.is_alive(first.pid):
        time.sleep(0.01)
    second = ensure_running(own_home, FAST)
    assert second.pid != first.pid
    assert answers(second)


def test_a_stale_pid_file_of_a_live_stranger_harms_nobody(own_home: Path, bystander: subprocess.Popen[bytes]) -> None:
    lines = [str(bystander.pid), "/proc/self/cwd", "1", "5432", "/tmp/corridor-stale", "", "1 1", "ready   "]
    pid_file(own_home).write_text("\n".join(lines) + "\n")
    assert not status(own_home).is_running
    assert stop(own_home) is False
    assert answers(ensure_running(own_home, FAST))
    assert stop(own_home) is True
    assert bystander.poll() is None


def test_a_stale_pid_file_of_another_homes_server_harms_nobody(own_home: Path, home: Path) -> None:
    other = open_store(home).server
    shutil.copy(other.data / "postmaster.pid", pid_file(own_home))
    server = ensure_running(own_home, FAST)
    assert server.pid != other.pid
    assert stop(own_home) is True
    assert answers(other)


def test_a_stale_pid_file_of_a_dead_process_is_replaced(own_home: Path) -> None:
    gone = subprocess.Popen(["true"])
    gone.wait()
    pid_file(own_home).write_text(f"{gone.pid}\n")
    assert answers(ensure_running(own_home, FAST))


def test_a_zombie_is_not_a_server(own_home: Path) -> None:
    zombie = subprocess.Popen(["true"])
    while postmaster.is_alive(zombie.pid):
        time.sleep(0.01)
    pid_file(own_home).write_text(f"{zombie.pid}\n")
    assert answers(ensure_running(own_home, FAST))
    zombie.wait()


@pytest.mark.parametrize("content", ["", "\n", "12", "not a number\n", "\x00\x00"])
def test_a_damaged_pid_file_without_a_server_is_replaced(own_home: Path, content: str) -> None:
    pid_file(own_home).write_text(content)
    assert not status(own_home).is_running
    assert answers(ensure_running(own_home, FAST))


def test_a_damaged_pid_file_never_leads_to_two_servers_on_one_folder(own_home: Path) -> None:
    first = ensure_running(own_home, FAST)
    pid_file(own_home).write_text("")
    assert status(own_home).pid == first.pid
    second = ensure_running(own_home, FAST)
    assert second.pid != first.pid
    assert not postmaster.is_alive(first.pid)
    assert answers(second)


def test_a_backend_is_not_taken_for_the_server(own_home: Path) -> None:
    server = ensure_running(own_home, FAST)
    with psycopg.connect(**server.address(BOOTSTRAP, "postgres")) as connection:
        backend = connection.execute("select pg_backend_pid()").fetchone()[0]
        assert not postmaster.is_postmaster(backend, server.data)


@pytest.mark.parametrize("name", ["with a space", "with 'quotes\"", "ünïcode", "x" * 200, "a/" * 60 + "deep"])
def test_any_path_will_do(own_home: Path, name: str) -> None:
    folder = own_home.parent / name
    folder.parent.mkdir(parents=True, exist_ok=True)
    own_home.rename(folder)
    try:
        server = ensure_running(folder, FAST)
        assert answers(server)
        assert len(str(server.socket_dir)) < 60
    finally:
        assert stop(folder)


def test_every_spelling_of_a_home_is_one_home(own_home: Path) -> None:
    link = own_home.parent / "link"
    link.symlink_to(own_home)
    assert ensure_running(link, FAST) == ensure_running(own_home / ".." / "home", FAST)


def test_no_folder_above_is_opened(own_home: Path) -> None:
    before = [parent.stat().st_mode for parent in own_home.parents]
    server = ensure_running(own_home, FAST)
    assert [parent.stat().st_mode for parent in own_home.parents] == before
    assert stat.S_IMODE(own_home.parent.stat().st_mode) == 0o700
    for private in (server.data, server.socket_dir):
        assert stat.S_IMODE(private.stat().st_mode) == 0o700


def test_the_server_listens_to_no_network_and_keeps_what_it_is_told(own_home: Path) -> None:
    server = ensure_running(own_home)
    names = ("listen_addresses", "fsync", "synchronous_commit", "full_page_writes", "data_checksums", "server_encoding")
    with psycopg.connect(**server.address(BOOTSTRAP, "postgres")) as connection:
        found = [connection.execute(f"show {name}").fetchone()[0] for name in names]
    assert found == ["", "on", "on", "on", "on", "UTF8"]


def test_rows_do_not_reach_the_log(own_home: Path) -> None:
    server = ensure_running(own_home, FAST)
    with psycopg.connect(**server.address(BOOTSTRAP, "postgres"), autocommit=True) as connection:
        connection.execute("create table person (name text not null, id int primary key)")
        connection.execute("insert into person values ('Quill', 1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('Quill', 1)")
    log = (own_home / "server.log").read_text()
    assert "person_pkey" in log
    assert "Quill" not in log


def test_only_the_roles_of_corridor_get_in(own_home: Path) -> None:
    server = ensure_running(own_home, FAST)
    with pytest.raises(psycopg.OperationalError, match="rejects connection"):
        psycopg.connect(**server.address("postgres", "postgres"))


def test_a_socket_folder_that_somebody_else_made_is_refused(own_home: Path) -> None:
    folder = account.layout_of(own_home).socket_dir
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    try:
        with pytest.raises(ServerError, match=r"found (mode 755, expected 700|owner uid)"):
            ensure_running(own_home, FAST)
    finally:
        folder.rmdir()


def test_a_socket_folder_that_is_a_link_is_refused(own_home: Path, tmp_path: Path) -> None:
    folder = account.layout_of(own_home).socket_dir
    folder.symlink_to(tmp_path)
    try:
        with pytest.raises(ServerError, match="found a file or a link, expected a folder"):
            ensure_running(own_home, FAST)
    finally:
        folder.unlink()


def test_data_of_a_newer_postgresql_is_refused_and_left_alone(own_home: Path) -> None:
    version = own_home / "data" / "PG_VERSION"
    version.write_text("19\n")
    before = sorted((path, path.stat().st_mtime_ns) for path in (own_home / "data").rglob("*"))
    with pytest.raises(StoreTooNew, match="found data of PostgreSQL 19, expected 18: a newer Corridor wrote it"):
        ensure_running(own_home, FAST)
    assert sorted((path, path.stat().st_mtime_ns) for path in (own_home / "data").rglob("*")) == before
    version.write_text("18\n")


def test_data_of_an_older_postgresql_is_refused(own_home: Path) -> None:
    version = own_home / "data" / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(ServerError, match="found data of PostgreSQL 16, expected 18: dump and load it"):
        ensure_running(own_home, FAST)
    version.write_text("18\n")


def test_an_initdb_that_was_cut_short_is_begun_again(tmp_path: Path) -> None:
    left = tmp_path / "home" / "data.unfinished"
    left.mkdir(parents=True)
    (left / "PG_VERSION").write_text("18\n")
    assert answers(ensure_running(tmp_path / "home", FAST))
    assert stop(tmp_path / "home")


def test_a_server_that_cannot_start_says_why(own_home: Path) -> None:
    with pytest.raises(ServerError, match=r"PostgreSQL ended at once: .*no_such_setting"):
        ensure_running(own_home, {"no_such_setting": "1"})


@pytest.mark.skipif(not is_root, reason="needs root: gives a home away")
def test_a_home_of_another_account_is_refused(own_home: Path) -> None:
    os.chown(own_home, 65534, 65534)
    with pytest.raises(ServerError, match="found owner uid 65534, expected uid 0"):
        ensure_running(own_home, FAST)


@pytest.mark.skipif(not is_root, reason="needs root: the server needs another account")
def test_for_root_the_server_runs_without_privileges(own_home: Path) -> None:
    server = ensure_running(own_home, FAST)
    owner = server.data.stat().st_uid
    assert owner != 0
    assert Path(f"/proc/{server.pid}").stat().st_uid == owner
    assert pwd.getpwuid(owner).pw_name in account.ACCOUNTS_FOR_ROOT


@pytest.mark.skipif(not is_root, reason="needs root: chooses the account")
def test_the_account_for_root_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CORRIDOR_SERVER_ACCOUNT", "nobody")
    server = ensure_running(tmp_path / "home", FAST)
    assert pwd.getpwuid(server.data.stat().st_uid).pw_name == "nobody"
    assert stop(tmp_path / "home")
    monkeypatch.setenv("CORRIDOR_SERVER_ACCOUNT", "no-such-account")
    with pytest.raises(ServerError, match="found none named no-such-account"):
        ensure_running(tmp_path / "other", FAST)


@pytest.mark.skipif(not is_root, reason="needs root: the server's account may not reach the programs")
def test_programs_in_a_closed_folder_are_copied_once(
    own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = binaries._site_packages()
    closed = tmp_path / "closed" / "site"
    for part in (binaries.INSTALL, *binaries.LIBRARIES):
        if (site / part).exists():
            shutil.copytree(site / part, closed / part, symlinks=True)
    copies = Path(tempfile.mkdtemp(prefix="corridor-copies-", dir="/tmp"))
    copies.chmod(0o755)
    monkeypatch.setattr(binaries, "_site_packages", lambda: closed)
    monkeypatch.setattr(binaries, "COPY_BASES", (copies,))
    try:
        (closed.parent).chmod(0o700)
        assert answers(ensure_running(own_home, FAST))
        stop(own_home)
        (copy,) = copies.iterdir()
        assert stat.S_IMODE(copy.stat().st_mode) == 0o755
        assert binaries._copy(closed) == copy
        (copy / binaries.INSTALL / "bin" / "psql").write_bytes(b"tampered")
        with pytest.raises(ServerError, match="found other content than in the wheel"):
            binaries._copy(closed)
        copy.chmod(0o777)
        with pytest.raises(ServerError, match="found that others than root may change it"):
            binaries._copy(closed)
    finally:
        shutil.rmtree(copies)


def as_account(uid: int, gid: int, action: Callable[[], str]) -> str:
    """What `action` answers, or the error it meets, in a child process that became another account."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(gid)
            os.setuid(uid)
            os.write(writing, action().encode())
        except Exception as error:
            os.write(writing, f"{type(error).__name__}: {error}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return text


@pytest.mark.skipif(not is_root, reason="needs root: becomes another account")
def test_an_ordinary_account_gets_its_own_server() -> None:
    nobody = pwd.getpwnam("nobody")
    folder = Path(tempfile.mkdtemp(prefix="corridor-nobody-", dir="/tmp"))
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)

    def start_and_stop() -> str:
        server = ensure_running(folder / "my home", FAST)
        return f"{server.data.stat().st_uid} {answers(server)} {stop(folder / 'my home')}"

    try:
        assert as_account(nobody.pw_uid, nobody.pw_gid, start_and_stop) == f"{nobody.pw_uid} True True"
    finally:
        shutil.rmtree(folder)


@pytest.mark.skipif(not is_root, reason="needs root: becomes another account")
@pytest.mark.parametrize("name", ["daemon", "the account that the server runs under"])
def test_other_accounts_of_the_machine_are_kept_out(own_home: Path, name: str) -> None:
    server = ensure_running(own_home, FAST)
    found = pwd.getpwnam(name) if name == "daemon" else pwd.getpwuid(server.data.stat().st_uid)

    def connect() -> str:
        return str(answers(server))

    if name == "daemon":
        assert "Permission denied" in as_account(found.pw_uid, found.pw_gid, connect)
        server.socket_dir.chmod(0o755)
        (server.socket_dir / ".s.PGSQL.5432").chmod(0o777)
    # Who passes the folder is still asked by the server who he is, and the kernel answers.
    assert "Peer authentication failed" in as_account(found.pw_uid, found.pw_gid, connect)
    server.socket_dir.chmod(0o700)


def test_a_long_log_begins_anew(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "LOG_BYTES_MAX", 10)
    (own_home / "server.log").write_text("x" * 100)
    ensure_running(own_home, FAST)
    assert "xxx" not in (own_home / "server.log").read_text()
