// Record pages: the timeline's filter by kind.

const { $, $$ } = window.Tz;

$(".kinds")?.addEventListener("click", (event) => {
  const button = event.target.closest("[data-kind]");
  if (!button) return;
  for (const one of $$(".kinds [data-kind]")) one.setAttribute("aria-pressed", String(one === button));
  for (const entry of $$(".tl > li")) entry.hidden = Boolean(button.dataset.kind) && entry.dataset.kind !== button.dataset.kind;
});
