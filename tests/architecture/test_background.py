"""Background work is tested by real processes: no test runs a task's function, no setting pretends to be a worker."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
PRETENDING = {
    "always_eager",  # Celery would run the task in the caller
    "locmem",  # Django would keep the mail in memory
    "mailoutbox",  # pytest-django's name for it
    "apply_async",  # a test rings the bell as the product does, by its verbs
}


def names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def modules_imported_by(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("file", TESTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_test_pretends_to_be_a_worker(file: Path) -> None:
    if file == Path(__file__):
        return
    tree = ast.parse(file.read_text())
    pretending = {name for name in names_in(tree) for word in PRETENDING if word in name}
    tasks = {name for name in modules_imported_by(tree) if name.endswith(".tasks")}

    assert (pretending, tasks) == (set(), set())


def test_settings_send_real_mail_and_real_messages() -> None:
    assert settings.OUTBOX_EMAIL_BACKEND == "django.core.mail.backends.smtp.EmailBackend"
    assert current_app.conf.task_always_eager is False
    assert current_app.conf.broker_url.startswith("redis")


def test_every_task_says_its_name_and_takes_only_names() -> None:
    """Ids by keyword, and whatever a later release adds: a message may be older or newer than its worker."""
    current_app.loader.import_default_modules()
    ours = {name: task for name, task in current_app.tasks.items() if not name.startswith("celery.")}

    assert ours
    for name, task in ours.items():
        code = task.run.__code__
        assert (name.count("."), code.co_argcount) == (1, 0), name
        assert code.co_flags & 0x08, f"{name} refuses what a later release may send"
