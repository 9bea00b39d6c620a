"""JUnit XML, whatever its suites are of."""

from xml.etree import ElementTree as ET  # nosec - writes, never reads


def count_cases(suite: ET.Element) -> None:
    """Set how many cases a suite has, and how many of them ended in what."""
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))


def spelled_xml(root: ET.Element) -> str:
    """Spell a whole document, indented, with its declaration."""
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'
