// The frame of every page: menus, drawer, shortcuts, dialogs, confirmation, copying, clocks that run on.
// Other scripts use window.Tz (words, toast, need).

const zh = document.body.dataset.locale !== "en";
const words = (chinese, english) => (zh ? chinese : english);
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

let toastTimer;
function toast(text) {
  const box = $("#page-toast");
  box.textContent = text;
  box.classList.add("on");
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => box.classList.remove("on"), 4000);
}

// Vendor files are fetched only by pages that have something for them to do.
const [selectJs, datesJs, datesCss, signJs] = document.body.dataset.vendor.split(" ");
const vendor = { select: [selectJs], dates: [datesCss, datesJs], sign: [signJs] };
const loading = {};
function need(name) {
  loading[name] ??= Promise.all(
    vendor[name].map(
      (url) =>
        new Promise((done, fail) => {
          const css = url.split("?")[0].endsWith(".css");
          const tag = document.createElement(css ? "link" : "script");
          if (css) Object.assign(tag, { rel: "stylesheet", href: url });
          else tag.src = url;
          tag.onload = done;
          tag.onerror = () => fail(new Error(url));
          // before our own sheets, so that ours win
          if (css) document.head.insertBefore(tag, $("link[rel=stylesheet]"));
          else document.head.append(tag);
        }),
    ),
  );
  return loading[name];
}

const token = () => $("meta[name=csrf-token]").content;
window.Tz = { zh, words, $, $$, toast, need, token };

/* ---- menus ---- */

const closeMenus = (except) => $$("details.menu[open]").forEach((menu) => menu !== except && (menu.open = false));

document.addEventListener("click", (event) => {
  const menu = event.target.closest("details.menu");
  // date pickers and look-up lists hang outside the menu they belong to
  if (!event.target.closest(".air-datepicker, .ts-dropdown") && event.target.isConnected) closeMenus(menu);
  const toggle = event.target.closest("[data-toggle=nav]");
  const nav = $("#page-nav");
  if (toggle) return setNav(!nav.classList.contains("wide"));
  if (nav?.classList.contains("wide") && !event.target.closest("#page-nav")) setNav(false);
  if (nav && !nav.classList.contains("wide") && event.target.closest("#page-nav summary") && nav.clientWidth < 100) setNav(true);
});

function setNav(open) {
  const nav = $("#page-nav");
  nav.classList.toggle("wide", open);
  $$("[data-toggle=nav]").forEach((button) => button.setAttribute("aria-expanded", open));
  if (open) $("a, summary", $(".nav-list", nav)).focus({ preventScroll: true });
}

document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details.menu") || !menu.open) return;
    const pop = $(".pop", menu);
    if (!pop) return;
    pop.style.marginLeft = "";
    const edge = pop.getBoundingClientRect();
    if (edge.right > innerWidth - 8) pop.style.marginLeft = `${innerWidth - 8 - edge.right}px`;
    if (edge.left < 8) pop.style.marginLeft = `${8 - edge.left}px`;
  },
  true,
);

/* ---- dialogs and confirmation ---- */

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.dialog);
    if (!dialog?.showModal) return; // an old browser follows the link to the page that asks the same
    event.preventDefault();
    closeMenus();
    for (const [key, value] of Object.entries(opener.dataset)) {
      const slot = $(`[data-slot="${key}"]`, dialog);
      if (slot) slot.textContent = value;
    }
    if (opener.dataset.action) $("form", dialog).action = opener.dataset.action;
    dialog.showModal();
    return;
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
  else if (event.target.matches("dialog")) event.target.close();
  const copy = event.target.closest("[data-copy]");
  if (copy) copyText(copy.dataset.copy);
});

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // http on the office network has no clipboard API
    const box = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
  toast(words(`已复制 ${text}`, `Copied ${text}`));
}

let confirmed = null;
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  const form = event.target;
  if (form.method === "dialog") return;
  const question = button?.dataset.confirm;
  const ask = $("#page-ask");
  if (question && confirmed !== button && ask?.showModal) {
    event.preventDefault();
    event.stopImmediatePropagation();
    $("[data-slot=text]", ask).textContent = question;
    const yes = $("[data-yes]", ask);
    yes.textContent = button.textContent.trim();
    yes.onclick = () => {
      confirmed = button;
      ask.close();
      form.requestSubmit(button);
      confirmed = null;
    };
    ask.showModal();
    return;
  }
  if (form.method !== "post") return;
  // one press, one post; the server answers a second one with the first result all the same
  if (form.dataset.sent) return event.preventDefault();
  setTimeout(() => {
    if (event.defaultPrevented) return;
    form.dataset.sent = "1";
    button?.setAttribute("aria-busy", "true");
    setTimeout(() => delete form.dataset.sent, 4000);
  });
});
addEventListener("pageshow", () => $$("form[data-sent]").forEach((form) => delete form.dataset.sent));

/* ---- keyboard ---- */

const typing = (target) => target.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]");

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (key === "Escape") {
    const menu = target.closest?.("details.menu[open]") || $("details.menu[open]");
    if (menu) {
      menu.open = false;
      $("summary", menu).focus();
    } else if ($("#page-nav.wide")) setNav(false);
    else if (target.matches?.("input[type=search]")) target.blur();
    return;
  }
  if ((key === "ArrowDown" || key === "ArrowUp") && target.closest?.(".menu[open], .pop.float") && !typing(target)) {
    const items = $$(".mi, input, summary", target.closest(".menu[open], .pop.float")).filter((item) => item.offsetParent);
    const next = items[(items.indexOf(target) + (key === "ArrowDown" ? 1 : items.length - 1)) % items.length];
    next?.focus();
    return event.preventDefault();
  }
  if (key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = target.closest?.("form") || $("form[data-main]");
    const main = form?.matches("[data-main], dialog form") ? form : $("form[data-main]");
    if (main) {
      event.preventDefault();
      main.requestSubmit($("[data-save]", main) || undefined);
    }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || $("dialog[open]")) return;
  if (key === "/") {
    const box = $(".page [data-hotkey='/']") || $("[data-hotkey='/']");
    if (box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  } else if (key === "n") {
    const link = $("[data-hotkey=n]");
    const quick = $("#page-quick");
    if (link) link.click();
    else if (quick) {
      event.preventDefault();
      quick.open = true;
      $(".mi", quick)?.focus();
    }
  } else if (key === "?") $("#page-keys")?.showModal?.();
});

/* ---- clocks: the words move on while the page is open ---- */

function span(minutes) {
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days) return words(`${days} 天`, `${days} d`) + (hours % 24 && days < 3 ? words(` ${hours % 24} 小时`, ` ${hours % 24} h`) : "");
  if (hours) return words(`${hours} 小时`, `${hours} h`) + (minutes % 60 && hours < 10 ? words(` ${minutes % 60} 分`, ` ${minutes % 60} min`) : "");
  return words(`${minutes} 分钟`, `${minutes} min`);
}

function tick() {
  const now = Date.now();
  for (const clock of $$("time[data-due]")) {
    const left = Math.trunc((Date.parse(clock.dataset.due) - now) / 60000);
    if (left < 0 && !clock.classList.contains("red")) {
      clock.classList.remove("grey", "blue", "amber");
      clock.classList.add("red");
    }
    clock.textContent = left < 0 ? words(`已逾期 ${span(-left)}`, `${span(-left)} overdue`) : words(`还剩 ${span(left)}`, `${span(left)} left`);
  }
}
if ($("time[data-due]")) setInterval(tick, 30000);

/* ---- full text of what is cut off, on hover and on focus ---- */

let tip;
function showTip(target) {
  const cut = target.scrollWidth > target.clientWidth + 1 && !target.closest("thead") ? target.textContent.trim() : "";
  const text = target.dataset.tip || cut;
  if (!text) return;
  tip ??= document.body.appendChild(Object.assign(document.createElement("div"), { id: "tip" }));
  tip.setAttribute("role", "tooltip");
  tip.textContent = text;
  tip.hidden = false;
  const box = target.getBoundingClientRect();
  const own = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
  tip.style.top = `${box.bottom + own.height + 8 > innerHeight ? box.top - own.height - 4 : box.bottom + 4}px`;
}
const hideTip = () => tip && (tip.hidden = true);
document.addEventListener("mouseover", (event) => {
  const target = event.target.closest?.(".g td, .g th, [data-tip]");
  if (target) showTip(target);
  else hideTip();
});
document.addEventListener("focusin", (event) => {
  const target = event.target.closest?.("[data-tip]") || event.target.closest?.(".g th");
  if (target) showTip(target);
  else hideTip();
});
document.addEventListener("scroll", hideTip, true);

/* ---- sign-in: show the password, wait after failed tries ---- */

document.addEventListener("click", (event) => {
  const reveal = event.target.closest?.("[data-reveal]");
  if (!reveal) return;
  const box = document.getElementById(reveal.dataset.reveal);
  const shown = box.type === "text";
  box.type = shown ? "password" : "text";
  reveal.setAttribute("aria-pressed", String(!shown));
});
const wait = $("[data-wait]");
if (wait) {
  const label = wait.textContent;
  let left = Number(wait.dataset.wait);
  const count = () => {
    wait.disabled = left > 0;
    wait.textContent = left > 0 ? wait.dataset.words.replace("{n}", left) : label;
    if (left-- > 0) setTimeout(count, 1000);
  };
  count();
}
