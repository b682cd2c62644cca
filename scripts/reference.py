"""Write docs/reference from the declarations (`make docs`); with `--check`, say whether it is up to date instead.

One page a module: each register's fields, a diagram of its states, its steps, limits and rights, in Chinese with the
English words beside. A test runs the check.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from models import REGISTERS, reference
from models.declare import Record
from models.spec import Label, Module, Role, Verb

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
NOTE = "<!-- Made by `make docs` from the declarations in models/; edit those. -->\n"


def both(label: Label) -> str:
    """Return a word in both languages, fit for a table."""
    zh, en = cell(label.text("zh")), cell(label.text("en"))
    return zh if zh == en or not en else f"{zh} · {en}"


def cell(text: str) -> str:
    """Return text that does not break a table."""
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def several(labels: Iterable[Label]) -> str:
    """Return words in Chinese, joined."""
    return "、".join(cell(label.text("zh")) for label in labels)


def table(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield a Markdown table; nothing without a row."""
    lines = list(rows)
    if not lines:
        return
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in lines:
        yield f"| {' | '.join(row)} |"
    yield ""


def register(model: type[Record]) -> Iterator[str]:
    """Yield a register's chapter."""
    spec = model.__register__
    yield f"## {spec.label.text('zh')} · {spec.label.text('en')}"
    yield ""
    yield f"`{model.slug()}`" + (f" · 编号 `{spec.prefix}`" if spec.prefix else "") + f" · {'; '.join(spec.source)}"
    yield ""
    yield spec.help.text("zh")
    yield ""
    yield from table(("字段", "名称", "类型", "要求", "说明"), (_field(f) for f in reference.fields_of(model)))
    for f in reference.fields_of(model):
        if f.lines:
            yield f"**{both(f.label)}**"
            yield ""
            yield from table(("字段", "名称", "类型", "要求", "说明"), (_field(line) for line in f.lines))
    yield from _states(model)
    yield from table(
        ("步骤", "从", "到", "谁办", "必填", "依据"),
        (
            (both(s.label), several(s.sources), s.target.text("zh"), several(s.who), several(s.asks), cell(s.clause))
            for s in reference.steps_of(model)
        ),
    )
    chain = reference.chain_of(model)
    if chain is not None:
        said = chain.text("zh") if isinstance(chain, Label) else " → ".join(c.text("zh") for c in chain)
        yield f"审批：{said}"
        yield ""
    yield from table(
        ("时限", "期限", "责任", "参数", "依据"),
        (
            (both(d.label), d.limit.text("zh"), several(d.who), f"`{d.setting}`" if d.setting else "", cell(d.clause))
            for d in reference.limits_of(model)
        ),
    )


def _field(f: reference.FieldLine) -> tuple[str, ...]:
    said = [f"取值：{several(f.choices)}"] if f.choices else []
    said += [cell(n.text("zh")) for n in f.notes]
    return f"`{f.name}`", both(f.label), cell(f.kind.text("zh")), cell(f.need.text("zh")), "；".join(said)


def _states(model: type[Record]) -> Iterator[str]:
    flow = model.__register__.flow
    if flow is None or len(flow.states) < 2:
        return
    yield "```mermaid"
    yield "stateDiagram-v2"
    for s in flow.states:
        yield f"    {s.name}: {s.label.text('zh')}"
    yield f"    [*] --> {flow.initial}"
    for t in flow.transitions:
        for source in t.source:
            yield f"    {source} --> {source if t.to == 'stay' else t.to}: {t.label.text('zh')}"
    for s in flow.states:
        if s.final:
            yield f"    {s.name} --> [*]"
    yield "```"
    yield ""


def roles() -> Iterator[str]:
    """Yield the role matrix: one table a module, one line a register, one column a role."""
    letters = {Verb.create: "填", Verb.edit: "改", Verb.export: "出", Verb.import_: "入", Verb.unmask: "显"}
    yield NOTE
    yield "# 角色权限 · Role matrix"
    yield ""
    yield "默认权限；各项目可在“角色权限”里调整，职责分离和保密规定除外。看 = 全部，己 = 与自己有关的，填、改、出（导出）、入（导入）、显（完整号码）。"
    yield ""
    for module in Module:
        rows = []
        for model in REGISTERS:
            rights = model.__register__.rights
            if model.__register__.module is not module:
                continue
            words = []
            for role in Role:
                seen = "看" if role in rights.read else "己" if role in rights.own else ""
                words.append(seen + "".join(x for verb, x in letters.items() if role in rights.of(verb)))
            rows.append((model.__register__.label.text("zh"), *words))
        if rows:
            yield f"## {module.label.text('zh')}"
            yield ""
            yield from table(("登记簿", *(r.label.text("zh") for r in Role)), rows)


def pages() -> dict[str, str]:
    """Return every page of the reference by file name."""
    out: dict[str, str] = {}
    index = [NOTE, "# 登记簿一览 · Reference", ""]
    for module in Module:
        models = [m for m in REGISTERS if m.__register__.module is module]
        if not models:
            continue
        lines = [NOTE, f"# {module.label.text('zh')} · {module.label.text('en')}", ""]
        for model in models:
            lines += register(model)
        out[f"{module.value}.md"] = "\n".join(lines).rstrip() + "\n"
        index.append(f"## [{module.label.text('zh')} · {module.label.text('en')}]({module.value}.md)")
        index += ["", *(f"- {both(m.__register__.label)} (`{m.slug()}`)" for m in models), ""]
    index += ["[角色权限 · Role matrix](roles.md)"]
    out["README.md"] = "\n".join(index).rstrip() + "\n"
    out["roles.md"] = "\n".join(roles()).rstrip() + "\n"
    return out


def differences(folder: Path = FOLDER) -> list[str]:
    """Return the files of the reference that are not what the declarations say."""
    want = pages()
    have = {p.name for p in folder.glob("*.md")} if folder.is_dir() else set()
    stale = [n for n, text in want.items() if n not in have or (folder / n).read_text(encoding="utf-8") != text]
    return sorted([*stale, *(have - want.keys())])


def main(argv: list[str]) -> int:
    """Write the reference, or check it."""
    if "--check" in argv:
        stale = differences()
        if stale:
            sys.stderr.write(f"docs/reference is out of date: {', '.join(stale)}. Run `make docs`.\n")
        return 1 if stale else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in differences():
        if name not in pages():
            (FOLDER / name).unlink()
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
