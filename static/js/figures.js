// The figures beneath the form of a summary: asked for again whenever report or period change.

const box = document.querySelector("[data-figures]");
const form = box?.closest("form");
const names = (box?.dataset.figuresFields || "").split(" ");
let asked = "";
let turn = 0;

const valueOf = (name) => new FormData(form).get(name) || "";

function fill() {
  const usual = box.querySelector("[data-usual]")?.dataset.usual.split(" ");
  if (!usual) return false;
  const days = ["period_from", "period_to"].map((name) => form.elements[name]);
  if (days.some((field) => field.value && field.value !== field.dataset.filled)) return false;
  if (days.every((field, at) => field.value === usual[at])) return false;
  days.forEach((field, at) => {
    field.value = usual[at];
    field.dataset.filled = usual[at];
  });
  return true;
}

async function show() {
  const query = new URLSearchParams(names.map((name) => [name, valueOf(name)]));
  if (query.toString() === asked) return;
  asked = query.toString();
  turn += 1;
  const mine = turn;
  box.setAttribute("aria-busy", "true");
  const answer = await fetch(`${box.dataset.figures}&${query}`, { headers: { Accept: "text/html" } }).catch(() => null);
  const text = answer?.ok && !answer.redirected ? await answer.text() : "";
  if (mine !== turn) return;
  box.removeAttribute("aria-busy");
  if (text) box.innerHTML = text;
  if (fill()) show();
}

if (box && form) {
  for (const name of ["period_from", "period_to"]) {
    const field = form.elements[name];
    if (field?.value && box.querySelector("[data-usual]")?.dataset.usual.includes(field.value)) field.dataset.filled = field.value;
  }
  asked = new URLSearchParams(names.map((name) => [name, valueOf(name)])).toString();
  form.addEventListener("change", show);
  form.addEventListener("chosen", show);
  form.addEventListener("focusout", () => setTimeout(show, 200));
}
