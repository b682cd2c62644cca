// List pages: selection and bulk bar, the row menu, moving with j and k, and tidy addresses for filters.

const { $, $$, words } = window.Tz;
const rows = $("#rows");
const transitions = JSON.parse($("#transitions").textContent);

/* ---- what every row has and the page need not carry fifty times ---- */

for (const line of $$("tbody tr", rows)) {
  $("input[name=id]", line)?.setAttribute("aria-label", $("th", line).textContent);
  const more = document.createElement("button");
  more.type = "button";
  more.className = "mo";
  more.setAttribute("aria-label", words("更多操作", "More actions"));
  more.setAttribute("aria-haspopup", "true");
  more.setAttribute("aria-expanded", "false");
  line.lastElementChild.append(more);
}

// the last column stays in sight: a hairline says that there is more behind it
const wide = () => rows.classList.toggle("over", rows.scrollWidth > rows.clientWidth + 1);
new ResizeObserver(wide).observe(rows);

/* ---- selection ---- */

const boxes = () => $$("tbody input[name=id]", rows);
const all = $("[data-all]", rows);

function selected() {
  const on = boxes().filter((box) => box.checked);
  for (const box of boxes()) box.closest("tr").classList.toggle("sel", box.checked);
  if (all) {
    all.checked = on.length > 0 && on.length === boxes().length;
    all.indeterminate = on.length > 0 && !all.checked;
  }
  const bulk = $("#bulk");
  bulk.hidden = !on.length;
  const label = $("[data-selected]", bulk);
  label.textContent = label.dataset.words.replace("{n}", on.length);
  return on.map((box) => box.value);
}

let last;
rows.addEventListener("click", (event) => {
  const box = event.target.closest("tbody input[name=id]");
  if (!box) return;
  if (event.shiftKey && last) {
    const list = boxes();
    const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
    list.slice(from, to + 1).forEach((one) => (one.checked = box.checked));
  }
  last = box;
});
rows.addEventListener("change", (event) => {
  if (event.target === all) boxes().forEach((box) => (box.checked = all.checked));
  selected();
});
$("#bulk").addEventListener("click", (event) => {
  const button = event.target.closest("[data-bulk]");
  if (button) location.href = `transition/${button.dataset.bulk}/?id=${selected().join(",")}`;
  const print = event.target.closest("[data-print]");
  if (print) open(`${print.dataset.print}${selected().join(",")}`, "_blank", "noopener");
  if (event.target.closest("[data-clear]")) {
    boxes().forEach((box) => (box.checked = false));
    selected();
  }
});
addEventListener("pageshow", selected);

/* ---- the row menu: one for all rows, filled when opened ---- */

let menu;
function closeRowMenu(focus) {
  if (!menu || menu.hidden) return;
  menu.hidden = true;
  menu.opener.setAttribute("aria-expanded", "false");
  if (focus) menu.opener.focus();
}

function item(tag, label, weight, attributes) {
  const entry = Object.assign(document.createElement(tag), { className: `mi ${weight === "danger" ? "danger" : ""}`, textContent: label });
  for (const [key, value] of Object.entries(attributes)) entry.setAttribute(key, value);
  return entry;
}

function openRowMenu(opener) {
  const row = opener.closest("tr");
  const id = row.dataset.id;
  const names = (row.dataset.more || "").split(" ").map((place) => Object.keys(transitions)[place] ?? place);
  menu ??= rows.appendChild(Object.assign(document.createElement("div"), { id: "row-menu", className: "pop float" }));
  menu.opener = opener;
  const entries = [item("a", words("打开", "Open"), "", { href: `details/?id=${id}` })];
  if (names.includes("*")) entries.push(item("a", words("编辑", "Edit"), "", { href: `edit/?id=${id}` }));
  const steps = names.filter((name) => transitions[name]);
  if (steps.length) entries.push(document.createElement("hr"));
  for (const name of steps) {
    const [label, asks, weight] = transitions[name];
    const url = `transition/${name}/?id=${id}`;
    entries.push(
      asks
        ? item("a", label, weight, { href: url, "data-transition": name })
        : item("button", label, weight, { formaction: url, "data-transition": name }),
    );
  }
  menu.replaceChildren(...entries);
  menu.hidden = false;
  const box = opener.getBoundingClientRect();
  const own = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(8, box.right - own.width)}px`;
  menu.style.right = menu.style.bottom = "auto";
  menu.style.top = `${box.bottom + own.height + 8 > innerHeight ? Math.max(8, box.top - own.height - 4) : box.bottom + 4}px`;
  opener.setAttribute("aria-expanded", "true");
  $(".mi", menu).focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest?.(".mo");
  if (opener) {
    if (menu && !menu.hidden && menu.opener === opener) closeRowMenu(true);
    else openRowMenu(opener);
  } else if (!event.target.closest?.("#row-menu")) closeRowMenu(false);
});
document.addEventListener("scroll", () => closeRowMenu(false), true);

/* ---- keyboard ---- */

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") return closeRowMenu(true);
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open], details.menu[open]")) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  const lines = $$("tbody tr", rows);
  const now = lines.findIndex((line) => line.classList.contains("cur"));
  if (event.key === "j" || event.key === "k") {
    const next = lines[Math.max(0, Math.min(lines.length - 1, now + (event.key === "j" ? 1 : -1)))];
    lines[now]?.classList.remove("cur");
    next?.classList.add("cur");
    $("th a", next)?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "nearest" });
    event.preventDefault();
  } else if (event.key === "x" && now >= 0) {
    const box = $("input[name=id]", lines[now]);
    if (!box) return;
    box.checked = !box.checked;
    selected();
  }
});

/* ---- filters: only what is filled in goes into the address ---- */

$("[data-filters]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  const together = new Map();
  for (const [name, value] of new FormData(form)) {
    if (!value.trim()) continue;
    const many = form.elements[name]?.[0]?.type === "checkbox" || form.elements[name]?.type === "checkbox";
    together.set(name, many && together.has(name) ? `${together.get(name)},${value}` : value.trim());
  }
  location.href = `?${new URLSearchParams([...together])}`;
});
$("#filters")?.addEventListener("toggle", (event) => window.Tz.fields?.(event.target));
