"""What became of a request."""

from dataclasses import dataclass

from fal_codegen.contract import Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer a request will get: an HTTP status, a JSON body and headers.

    `error` and `error_type` are what the queue's status says of it; empty where all went well.
    """

    status: int
    body: Json
    headers: tuple[tuple[str, str], ...] = ()
    error: str = ""
    error_type: str = ""

    @property
    def ok(self) -> bool:
        """Whether it is the output of a model."""
        return self.status == 200  # noqa: PLR2004 - an HTTP status


def platform_error(
    status: int, error_type: str, detail: str, headers: tuple[tuple[str, str], ...] = ()
) -> Outcome:
    """Give an error of the platform itself, not of the model (form: documentation page)."""
    return Outcome(
        status,
        {"detail": detail, "error_type": error_type},
        headers=(("x-fal-error-type", error_type), *headers),
        error=detail,
        error_type=error_type,
    )


def model_error(status: int, error_type: str, message: str) -> Outcome:
    """Give an error of a model's own, about its prompt (form: documentation page)."""
    error: Json = {"loc": ["body", "prompt"], "msg": message, "type": error_type}
    return Outcome(status, {"detail": [error]}, error=message, error_type=error_type)
