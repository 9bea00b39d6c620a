"""Names that the package does not have, and those that it has without being asked for them."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import Module


@pytest.fixture
def package(module: Module) -> ModuleType:
    """The committed package itself."""
    return sys.modules[module("_endpoints").__package__ or ""]


def test_a_name_that_cannot_be_imported_is_told_by_its_name_here(package: ModuleType) -> None:
    module = next(iter(package.ENDPOINTS.modules))
    for name, here in {
        "SyncClient": ": here it is Fal",
        "submit_async": r': here it is AsyncFal\(\)\.submit\("owner/name", …\)',
        "RateLimit": r" \(did you mean RateLimited\?\)",
        f"{module}s": rf" \(did you mean {module}\?\)",
    }.items():
        with pytest.raises(ImportError, match=f"cannot import name '{name}' from '.*'{here}$"):
            __import__(package.__name__, fromlist=[name])
        assert not hasattr(package, name)


def test_a_module_beside_ours_can_be_imported_however_near_its_name_is(
    package: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = next(iter(package.ENDPOINTS.modules))
    (tmp_path / f"{module}s.py").write_text("HERE = True\n", "utf-8")
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    assert getattr(__import__(package.__name__, fromlist=[f"{module}s"]), f"{module}s").HERE


def test_a_module_of_the_package_is_there_without_an_import_of_its_own(package: ModuleType) -> None:
    for name in (*package.ENDPOINTS.modules, "platform"):
        sys.modules.pop(f"{package.__name__}.{name}", None)
        vars(package).pop(name, None)
        assert getattr(package, name) is sys.modules[f"{package.__name__}.{name}"]


def test_importing_a_module_of_the_package_loads_nothing_that_is_there_for_mistakes(
    package: ModuleType,
) -> None:
    for name in ("_official", "nano_banana"):
        sys.modules.pop(f"{package.__name__}.{name}", None)
        vars(package).pop(name, None)
    __import__(package.__name__, fromlist=["nano_banana"])
    assert f"{package.__name__}.nano_banana" in sys.modules
    assert f"{package.__name__}._official" not in sys.modules
