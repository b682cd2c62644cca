// A form's life: child rows, fields that depend on others, prefill, hint, draft, leaving, the way to the first error.

const { Tz } = window;
const { $, $$, words, toast, token } = Tz;
const form = $("form[data-main]");

/* ---- errors: the summary leads to the field ---- */

function reach(name) {
  const box = $(`[data-box="${CSS.escape(name)}"]`, form);
  const found = form.elements[name];
  const target = (found instanceof RadioNodeList ? found[0] : found) || document.getElementById(name) || box;
  (box || target)?.scrollIntoView({ block: "center" });
  const inner = target?.tomselect?.control_input || target;
  inner?.focus?.({ preventScroll: true });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-jump]");
  if (!link) return;
  event.preventDefault();
  reach(link.dataset.jump);
});
const errors = $("#page-errors");
if (errors) errors.focus();

/* ---- fields that depend on others ---- */

const valuesOf = (name) => [...new FormData(form).getAll(name)];
const valueOf = (name) => {
  const field = form.elements[name];
  return field ? (field instanceof RadioNodeList ? field.value : field.type === "checkbox" ? (field.checked ? field.value : "") : field.value) : "";
};
function depend() {
  for (const box of $$("[data-shown-when]", form)) {
    const [name, wanted] = box.dataset.shownWhen.split("=");
    box.hidden = !wanted.split("|").some((one) => valuesOf(name).includes(one));
  }
  for (const box of $$("[data-required-when]", form)) {
    const [name, wanted] = box.dataset.requiredWhen.split("=");
    const mark = $(".req", box);
    if (mark) mark.hidden = !wanted.split("|").some((one) => valuesOf(name).includes(one));
  }
}
depend();
form.addEventListener("change", depend);
if (!errors && !matchMedia("(pointer: coarse)").matches) {
  // the first empty field is where the conversation starts
  const chosen = (box) => $("input:is([type=radio], [type=checkbox]):checked", box) || $(".in", box)?.value;
  const empty = $$("[data-box]", form).filter((one) => one.offsetParent && !chosen(one) && $(".in:not([readonly], [data-date]), input[type=radio], .checks input", one));
  // in a form that came filled in, the first that must still be filled
  const filled = $$("[data-box]", form).some((one) => one.matches("[data-box=unit], [data-box=staff]") && chosen(one));
  const box = (filled && empty.find((one) => $(".req:not([hidden])", one))) || empty[0];
  const first = box && !box.matches("[data-box] [data-box]") && $("input[type=radio], .checks input, .in", box);
  // fields.js gives a look-up the focus once it is searchable; a step opens its list at once
  if (first?.matches("select")) first.dataset.focus = form.matches("[data-transition-form]") ? "open" : "quiet";
  else if (first && form.matches("[data-guard], [data-transition-form]") && !$(".stale")) first.focus({ preventScroll: true });
}

/* ---- a chosen look-up fills in what it knows ---- */

form.addEventListener("chosen", (event) => {
  const { chosen } = event.detail;
  const pairs = (event.target.dataset.prefill || "").split(" ").filter(Boolean);
  if (!chosen?.data) return;
  const row = event.target.closest("tr[data-index]");
  for (const pair of pairs) {
    const [key, plain] = pair.split("=");
    // inside a child row the other column of the same row
    const name = row ? event.target.name.replace(/[^-]+$/, plain) : plain;
    const field = form.elements[name];
    const value = chosen.data[key];
    if (!field || value === undefined || value === null) continue;
    if (field instanceof RadioNodeList) {
      if (!field.value) field.value = value;
    } else if (field.tomselect && typeof value === "object") {
      if (!field.tomselect.getValue() || field.dataset.filled === field.tomselect.getValue()) {
        field.tomselect.addOption(value);
        field.tomselect.setValue(value.id);
        field.dataset.filled = field.tomselect.getValue();
      }
    } else if (!field.value || field.dataset.filled === field.value) {
      field.value = value;
      field.dataset.filled = value;
    }
  }
  depend();
  touched();
});

/* ---- child rows ---- */

// a text in a row of a table grows with what it holds
function fit(area) {
  if (!area.matches("textarea.grows")) return;
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + 2}px`;
}
$$("textarea.grows", form).forEach(fit);
form.addEventListener("input", (event) => fit(event.target));

for (const box of $$("[data-rows]", form)) {
  const body = $("tbody", box);
  const name = box.dataset.rows;
  let next = Math.max(-1, ...$$("tr", body).map((row) => Number(row.dataset.index))) + 1;
  const number = () =>
    $$("tr:not(.gone)", body).forEach((row, index) => ($(".n", row).textContent = index + 1));
  const add = (focus) => {
    if ($$("tr:not(.gone)", body).length >= Number(box.dataset.maximum)) return toast(words("行数已到上限", "No more rows can be added"));
    const row = $("template", box).content.firstElementChild.cloneNode(true);
    row.dataset.index = next;
    for (const node of [row, ...$$("*", row)])
      for (const attribute of [...node.attributes])
        if (attribute.value.includes("__")) node.setAttribute(attribute.name, attribute.value.replaceAll(`${name}-__`, `${name}-${next}`).replaceAll("__", next));
    next += 1;
    body.append(row);
    number();
    Tz.fields(row);
    if (focus) setTimeout(() => $("input:not([type=hidden]), select:not(.tomselected), textarea", row)?.focus(), 60);
    return row;
  };
  box.addEventListener("click", (event) => {
    if (event.target.closest("[data-add]")) add(true);
    const drop = event.target.closest("[data-drop]");
    if (!drop) return;
    const row = drop.closest("tr");
    const kept = $(`input[name="${name}-${row.dataset.index}-id"]`, row);
    if (kept) {
      // a kept row is marked, the server takes it away
      row.classList.add("gone");
      row.append(Object.assign(document.createElement("input"), { type: "hidden", name: `${name}-${row.dataset.index}-delete`, value: "1" }));
    } else row.remove();
    number();
    touched();
    $("[data-add]", box).focus();
  });
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || !event.target.matches("input.in, [data-line]")) return;
    event.preventDefault();
    const row = event.target.closest("tr");
    const inputs = $$("input:not([type=hidden]), select:not(.tomselected), textarea", row).filter((input) => input.offsetParent);
    const after = inputs[inputs.indexOf(event.target) + 1];
    if (after) after.focus();
    else if (row.nextElementSibling) $("input", row.nextElementSibling)?.focus();
    else add(true);
  });
  number();

  // the lines of the chosen subject; what people wrote or judged stays
  const subject = box.dataset.checklistOf;
  const inputs = (row) => $$("[name]", row).filter((input) => input.type !== "hidden" && (!["radio", "checkbox"].includes(input.type) || input.checked));
  const untouched = (row) =>
    !$("input[type=hidden][name$='-id']", row) && inputs(row).every((input) => !input.value || input.value === input.dataset.brought);
  const bring = async () => {
    const chosen = valueOf(subject);
    if (!chosen || box.dataset.brought === chosen) return;
    box.dataset.brought = chosen;
    const answer = await fetch(`${box.dataset.checklist}?subject=${encodeURIComponent(chosen)}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || answer.redirected || valueOf(subject) !== chosen) return;
    const lines = await answer.json();
    for (const row of $$("tr:not(.gone)", body)) if (untouched(row)) row.remove();
    const here = new Set($$("tr:not(.gone) [name$='-item']", body).map((input) => input.value));
    for (const line of lines) {
      if (here.has(line.item)) continue;
      const row = add(false);
      if (!row) break;
      for (const [key, value] of Object.entries(line)) {
        const input = $(`[name="${name}-${row.dataset.index}-${key}"]`, row);
        if (!input) continue;
        input.value = input.dataset.brought = value;
        fit(input);
      }
    }
    number();
    if (lines.length) touched();
  };
  if (subject) {
    form.addEventListener("change", (event) => event.target.name === subject && bring());
    if (!$("tr", body)) bring();
  }
}
// Enter in a single-line input goes on to the next field instead of sending a half-filled form
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.isComposing || event.defaultPrevented) return;
  if (!event.target.matches("input.in, [data-line], .ts-control > input")) return;
  event.preventDefault();
  const inputs = $$("input:not([type=hidden]), select, textarea, button[data-save]", form).filter((input) => input.offsetParent && !input.disabled && input.tabIndex >= 0);
  inputs[inputs.indexOf(event.target) + 1]?.focus();
});

/* ---- draft on the server, and the question before leaving ---- */

const state = $("[data-draft-state]", form);
let dirty = false;
let leaving = false;
let timer;
let sent = "";

function content() {
  const data = new FormData(form);
  for (const [name, value] of [...data]) if (value instanceof File || name === "csrf_token") data.delete(name);
  return new URLSearchParams(data);
}

async function keep() {
  const body = content();
  if (body.toString() === sent) return;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body, headers: { "X-CSRFToken": token() }, keepalive: body.toString().length < 60000 });
    if (answer.redirected || answer.status === 401) {
      state.textContent = words("登录已过期：请在新窗口重新登录，这里的内容不会丢", "Signed out: sign in again in a new window, nothing here is lost");
      return;
    }
    if (!answer.ok) throw new Error(answer.status);
    sent = body.toString();
    const now = Tz.siteNow();
    const clock = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
    state.textContent = words(`草稿已保存 ${clock}`, `Draft kept at ${clock}`);
  } catch {
    state.textContent = words("草稿没有存上，请检查网络", "The draft could not be kept, check the network");
  }
}

function touched() {
  dirty = true;
  if (!form.dataset.draft) return;
  clearTimeout(timer);
  timer = setTimeout(keep, 2500);
}
form.addEventListener("input", touched);
form.addEventListener("change", touched);
form.addEventListener("submit", () => {
  leaving = true;
  clearTimeout(timer);
});
document.addEventListener("click", (event) => event.target.closest?.("[data-leave]") && (leaving = true));
addEventListener("pageshow", () => (leaving = false));
addEventListener("pagehide", () => form.dataset.draft && dirty && !leaving && keep());
if (form.matches("[data-guard]"))
  addEventListener("beforeunload", (event) => {
    if (!dirty || leaving) return;
    event.preventDefault();
    event.returnValue = "";
  });

/* ---- hint: the same unit had the same trouble ---- */

const hintBox = $("[data-hint-box]", form);
const hintFields = (form.dataset.hintFields || "").split(" ").filter(Boolean);
const hintBeside = form.dataset.hintBeside && $(`[data-box="${CSS.escape(form.dataset.hintBeside)}"]`, form);
let asked = "";
async function hint() {
  const query = new URLSearchParams(hintFields.map((name) => [name, valueOf(name)]));
  if (query.toString() === asked) return;
  asked = query.toString();
  if (hintFields.some((name) => !valueOf(name))) return (hintBox.hidden = true);
  const answer = await fetch(`${form.dataset.hint}?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
  if (query.toString() !== asked) return;
  if (!answer?.ok || answer.status === 204 || answer.redirected) return (hintBox.hidden = true);
  const { text, items = [] } = await answer.json();
  const list = document.createElement("ul");
  for (const one of items) {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { href: one.url, textContent: one.label, target: "_blank", rel: "noopener" }), ` ${one.when || ""}`);
    list.append(line);
  }
  hintBox.replaceChildren(text, ...(items.length ? [list] : []));
  hintBox.hidden = false;
}
if (hintBox && form.dataset.hint) {
  hintBeside?.append(hintBox);
  form.addEventListener("change", hint);
  form.addEventListener("chosen", hint);
  hint();
}
