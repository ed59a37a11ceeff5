"""The built packages carry what they need: a wheel, and a wheel built from the sdist, run outside the checkout."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.slow


def run(*args: object, cwd: Path, status: int = 0) -> str:
    done = subprocess.run([str(a) for a in args], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", out / "sdist", "--sdist", ROOT, cwd=out)
    run(sys.executable, "-m", "build", "--outdir", out / "direct", "--wheel", ROOT, cwd=out)
    (sdist,) = (out / "sdist").glob("*.tar.gz")
    run("tar", "xzf", sdist, cwd=out)
    (tree,) = (p for p in out.glob("promisecheck-*") if p.is_dir())
    run(sys.executable, "-m", "build", "--outdir", out / "again", "--wheel", tree, cwd=out)
    return {name: next((out / name).glob("*.whl")) for name in ("direct", "again")}


@pytest.mark.parametrize("name", ["direct", "again"])
def test_wheel_runs_the_demo(built: dict[str, Path], name: str, tmp_path: Path) -> None:
    home = tmp_path / "env"
    venv.create(home, with_pip=True)
    run(home / "bin" / "pip", "install", "--quiet", built[name], cwd=tmp_path)
    command = home / "bin" / "promisecheck"
    run(command, "init", "--sample", "sample", cwd=tmp_path)
    folder = tmp_path / "sample"
    assert "rules" in run(command, "rules", "test", cwd=folder)
    text = run(command, "check", "examples", "--date", "2026-11-25", "--quiet", cwd=folder, status=1)
    assert "over-promise" in text
    assert str(ROOT) not in run(
        home / "bin" / "python", "-c", "import promisecheck; print(promisecheck.__file__)", cwd=folder
    )
