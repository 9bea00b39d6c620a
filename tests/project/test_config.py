from pathlib import Path

import pytest
from fal_codegen.errors import ProjectBroken
from fal_codegen.project import load_project, shipped

MISTAKES = {
    "no table": ("[project]\n", "no [tool.fal-codegen] table; `fal-codegen init"),
    "no tools at all": ("tool = 3\n", "no [tool.fal-codegen] table"),
    "a value in place of the table": ("[tool]\nfal-codegen = 3\n", "no [tool.fal-codegen] table"),
    "bad TOML": ("[tool.fal-codegen\n", "(at line 1, column 18)"),
    "unknown key": (
        "[tool.fal-codegen]\nendpoint = []\n",
        "endpoint (did you mean endpoints?): not among source, endpoints,",
    ),
    "an id that is none": ('[tool.fal-codegen]\nendpoints = ["painter"]\n', "'painter' is not an"),
    "ids that are no list": (
        '[tool.fal-codegen]\nendpoints = "a/b"\n',
        "is not a list of endpoint",
    ),
    "ids that are numbers": ("[tool.fal-codegen]\nendpoints = [3]\n", "'3' is not an endpoint id"),
    "a path outside": ('[tool.fal-codegen]\ngenerated = "../x"\n', "generated = '../x' is not"),
    "an absolute path": ('[tool.fal-codegen]\ncassettes = "/x"\n', "cassettes = '/x' is not"),
    "the project itself": ('[tool.fal-codegen]\ncontracts = "."\n', "contracts = '.' is not"),
    "a path that is none": ("[tool.fal-codegen]\ncontracts = 3\n", "contracts = 3 is not a folder"),
    "a package that is no identifier": (
        '[tool.fal-codegen]\npackage = "shop-fal"\n',
        "package = 'shop-fal' is not a name to import",
    ),
    "a package that is a keyword": (
        '[tool.fal-codegen]\npackage = "class"\n',
        "package = 'class' is not a name to import",
    ),
    "a package that pip could not install": (
        '[tool.fal-codegen]\npackage = "_fal"\n',
        "package = '_fal' is not a name to import",
    ),
    "a package with a letter of another alphabet": (
        '[tool.fal-codegen]\npackage = "sh\u03bfp"\n',
        "is not a name to import",
    ),
    "a package that is no text": ("[tool.fal-codegen]\npackage = 3\n", "package = 3 is not a name"),
    "a package that shadows Python": (
        '[tool.fal-codegen]\npackage = "json"\n',
        "package = 'json' would shadow Python's own module json",
    ),
    "a package that shadows what is installed": (
        '[tool.fal-codegen]\npackage = "httpx"\n',
        "package = 'httpx' would shadow the installed httpx (",
    ),
    "a package that shadows the generator": (
        '[tool.fal-codegen]\npackage = "fal_codegen"\n',
        "package = 'fal_codegen' would shadow the installed fal_codegen (",
    ),
    "a version that is none": (
        '[tool.fal-codegen]\nversion = "next"\n',
        "version = 'next' is not a version",
    ),
    "a version that is a number": ("[tool.fal-codegen]\nversion = 1.0\n", "version = 1.0 is not"),
    "drift that is no table": (
        "[tool.fal-codegen]\ndrift = 3\n",
        "drift is not a table with fail-on, levels",
    ),
    "an unknown key of drift": (
        "[tool.fal-codegen.drift]\nfail_on = 3\n",
        "drift: fail_on (did you mean fail-on?): not among fail-on, levels",
    ),
    "levels that are no table": (
        "[tool.fal-codegen.drift]\nlevels = []\n",
        "drift.levels is not a table of rules",
    ),
    "uses that are no list": (
        '[tool.fal-codegen.drift]\nuses = "src"\n',
        "drift.uses is not a list of files and folders of source",
    ),
    "templates that are not there": (
        '[tool.fal-codegen]\ntemplates = "mine"\n',
        "templates = 'mine' is not there",
    ),
    "one folder for two": (
        '[tool.fal-codegen]\ngenerated = "contracts"\n',
        "contracts lies inside generated",
    ),
    "one folder in another": (
        '[tool.fal-codegen]\ncassettes = "generated/tapes"\n',
        "cassettes lies inside generated",
    ),
}


@pytest.mark.parametrize(("text", "complaint"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_one_line_with_the_file_and_what_is_wrong(
    tmp_path: Path, text: str, complaint: str
) -> None:
    file = tmp_path / "pyproject.toml"
    file.write_text(text, encoding="utf-8")
    message = broken(tmp_path)
    assert message.startswith(f"{file}: ")
    assert complaint in message
    assert "\n" not in message


def test_a_folder_without_a_configuration_is_told_how_to_get_one(tmp_path: Path) -> None:
    advice = f"`fal-codegen init {tmp_path}` makes one"
    assert broken(tmp_path) == f"{tmp_path / 'pyproject.toml'}: no such file; {advice}"


def test_a_configuration_that_cannot_be_read_is_a_broken_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").mkdir()
    assert broken(tmp_path).endswith("Is a directory")


def test_a_configuration_that_is_not_utf_8_is_a_broken_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.fal-codegen]\n# \xff\n")
    assert "can't decode byte 0xff" in broken(tmp_path)


def test_a_byte_order_mark_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xef\xbb\xbf[tool.fal-codegen]\n")
    assert "begins with a byte order mark" in broken(tmp_path)


def test_a_link_that_leads_outside_is_no_folder_of_the_project(tmp_path: Path) -> None:
    root = tmp_path / "project"
    root.mkdir()
    (root / "generated").symlink_to(tmp_path)
    (root / "pyproject.toml").write_text("[tool.fal-codegen]\n", encoding="utf-8")
    assert "generated = 'generated' is not a folder inside the project" in broken(root)


def test_an_empty_table_is_a_project_with_its_folders_in_their_places(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.fal-codegen]\n", encoding="utf-8")
    project = load_project(tmp_path)
    assert project.endpoints == ()
    assert (project.contracts, project.generated, project.cassettes) == (
        tmp_path / "contracts",
        tmp_path / "generated",
        tmp_path / "cassettes",
    )
    assert project.templates == shipped("templates")


def test_folders_and_endpoints_are_those_that_are_named(tmp_path: Path) -> None:
    text = '[tool.fal-codegen]\nendpoints = ["a/b", "a/c", "a/b"]\ntemplates = "mine"\n'
    (tmp_path / "mine").mkdir()
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    project = load_project(tmp_path)
    assert project.endpoints == ("a/b", "a/c")
    assert project.templates == tmp_path / "mine"


@pytest.mark.parametrize("version", ["1", "1.2.0", "2026.11.26", "1.0rc1", "1.0.post2", "1.0.dev3"])
def test_package_and_version_are_those_that_are_named(tmp_path: Path, version: str) -> None:
    text = f'[tool.fal-codegen]\npackage = "shop_fal"\nversion = "{version}"\n'
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    project = load_project(tmp_path)
    assert (project.package, project.version) == ("shop_fal", version)


def test_a_package_that_was_generated_and_installed_shadows_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fal-codegen]\npackage = "shop_fal"\n', "utf-8")
    installed = tmp_path / "site-packages/shop_fal"
    installed.mkdir(parents=True)
    (installed / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path / "site-packages")  # pyright: ignore[reportUnknownMemberType] - untyped here
    assert f"shadow the installed shop_fal ({installed}/__init__.py)" in broken(tmp_path)
    (installed / "_endpoints.py").touch()
    assert load_project(tmp_path).package == "shop_fal"


def test_a_folder_that_others_install_into_is_shadowed_and_a_plain_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.fal-codegen]\npackage = "shop_fal"\n', "utf-8")
    (tmp_path / "shop_fal").mkdir()
    monkeypatch.syspath_prepend(tmp_path)  # pyright: ignore[reportUnknownMemberType] - untyped here
    assert load_project(tmp_path).package == "shop_fal"
    (tmp_path / "site-packages/shop_fal").mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")  # pyright: ignore[reportUnknownMemberType] - untyped here
    assert "would shadow the installed shop_fal" in broken(tmp_path)


def broken(root: Path) -> str:
    with pytest.raises(ProjectBroken) as caught:
        load_project(root)
    return str(caught.value)
