"""Names of modules: distinct always, and never another's once given."""

import importlib
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
from fal_codegen.contract import EndpointId
from fal_codegen.emit import exported_names, module_names

from tests.documents import document, fields
from tests.emit.conftest import TEMPLATES, imported, texts


def ids(*names: str) -> list[EndpointId]:
    return [EndpointId(name) for name in names]


def suffixed(name: str, id_: str) -> str:
    return f"{name}_{sha256(id_.encode()).hexdigest()[:6]}"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("acme/b-c", "acme/b.c"),
        ("acme/b-c", "acme/b_c"),
        ("acme/B", "acme/b"),
        ("fal-ai/x-y", "x/y"),
        ("fal-ai/fal-ai/x-y", "fal-ai/x-y"),
        ("fal-ai/fal-ai/x-y", "fal-ai/fal_ai-x/y"),
    ],
)
def test_two_ids_that_would_meet_have_modules_of_their_own(first: str, second: str) -> None:
    found = module_names(ids(second, first))
    assert len({name.casefold() for name in found.values()}) == 2


def test_the_newcomer_gives_way_and_says_by_its_id_how() -> None:
    first = module_names(ids("x/y"))
    both = module_names(ids("fal-ai/x-y", "x/y"), first)
    assert both == {"fal-ai/x-y": suffixed("x_y", "fal-ai/x-y"), "x/y": "x_y"}


def test_a_name_once_given_stays_when_what_had_the_plain_one_is_gone() -> None:
    both = module_names(ids("fal-ai/x-y", "x/y"), module_names(ids("x/y")))
    assert module_names(ids("fal-ai/x-y"), both) == {"fal-ai/x-y": both[EndpointId("fal-ai/x-y")]}


def test_what_comes_in_one_run_is_named_alike_in_whatever_order_it_comes() -> None:
    names = ids("a/b", "a/B", "a.b/c", "a/b/c", "a-b/c")
    assert module_names(names) == module_names(reversed(names))


@pytest.mark.parametrize("name", sorted(exported_names(TEMPLATES)))
def test_no_module_hides_what_the_package_offers(name: str) -> None:
    id_ = EndpointId(f"fal-ai/{name}")
    (module,) = module_names([id_], reserved=exported_names(TEMPLATES)).values()
    assert module.casefold() != name.casefold()


@pytest.mark.parametrize("name", ["con", "NUL", "Aux", "prn", "com1", "LPT9"])
def test_no_module_is_called_as_what_windows_takes_for_a_device(name: str) -> None:
    (module,) = module_names(ids(f"fal-ai/{name}")).values()
    assert module == suffixed(name.lower(), f"fal-ai/{name}")
    assert module_names(ids(f"acme/{name}")) == {f"acme/{name}": f"acme_{name.lower()}"}


def test_an_id_of_any_length_has_a_module_that_a_file_can_be_called_by() -> None:
    long = "/".join("x" * 100 for _ in range(8))
    names = module_names(ids(long, f"{long[:-1]}y")).values()
    assert len({*names}) == 2
    assert all(len(name) < 120 for name in names)


BUILTINS = ("str", "super", "overload", "print", "type", "self", "any", "object")


@pytest.mark.deep
def test_modules_called_as_what_types_are_made_of_leave_the_types_as_they_are(
    tmp_path: Path,
) -> None:
    documents = [document(fields(prompt={"type": "string"}), id_=f"fal-ai/{n}") for n in BUILTINS]
    use = "from fal_endpoints import ENDPOINTS, Fal\n\n"
    use += "".join(f'ENDPOINTS["fal-ai/{n}"].Input(prompt="a")\n' for n in BUILTINS)
    with imported(texts(documents), tmp_path) as package:
        home = Path(package.__path__[0]).parent
        (home / "use.py").write_text(use, encoding="utf-8")
        checked = subprocess.run(
            [sys.executable, "-m", "mypy", "--strict", "use.py"],
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
    assert checked.returncode == 0, checked.stdout


def test_an_endpoint_whose_name_is_taken_by_the_package_leaves_that_as_it_is(
    tmp_path: Path,
) -> None:
    documents = [document(fields(prompt={"type": "string"}), id_="fal-ai/data_uri")]
    with imported(texts(documents), tmp_path) as package:
        module = package.ENDPOINTS["fal-ai/data_uri"].module
        importlib.import_module(f"{package.__name__}.{module}")
        assert package.data_uri(b"x", "text/plain").startswith("data:text/plain")


@pytest.mark.parametrize("name", ["platform", "index", "endpoints"])
def test_no_module_is_a_file_of_the_runtime_or_the_index(name: str) -> None:
    id_ = EndpointId(f"fal-ai/{name}")
    assert module_names([id_], reserved=exported_names(TEMPLATES))[id_] == suffixed(name, id_)
