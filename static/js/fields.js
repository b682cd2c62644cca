// Inputs with help: searchable selects, look-ups, dates and times, files with previews, signatures.
// Tz.fields(root) makes those inside root ready; libraries are fetched when the first one is needed.

const { Tz } = window;
const { $, $$, words, zh, need } = Tz;

/* ---- selects and look-ups ---- */

const escape = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const withSub = (data) => `${escape(data.text)}${data.sub ? `<small>${escape(data.sub)}</small>` : ""}`;

async function select(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "1";
  await need("select");
  const lookup = box.dataset.lookup;
  const multiple = box.multiple;
  let chosenBefore = box.value;
  let asked = 0;
  const options = {
    plugins: multiple ? { remove_button: { title: words("去掉", "Remove") } } : {},
    placeholder: box.dataset.placeholder || "",
    hidePlaceholder: true,
    maxOptions: 200,
    selectOnTab: false, // tabbing past a field chooses nothing; see below
    closeAfterSelect: !multiple,
    render: {
      option: (data) => `<div>${withSub(data)}</div>`,
      item: (data) => `<div>${withSub(data)}</div>`,
      no_results: () => `<div class="no-results">${words("没有找到，换个字试试", "Nothing found, try other words")}</div>`,
      loading: () => `<div class="spinner">${words("正在查找…", "Searching…")}</div>`,
      not_loading: () => `<div class="hint">${words("输入几个字查找", "Type to search")}</div>`,
    },
    onInitialize() {
      this.control_input.setAttribute("autocomplete", "off");
      for (const name of ["aria-describedby", "aria-invalid", "aria-required", "aria-label"])
        if (box.hasAttribute(name)) this.control_input.setAttribute(name, box.getAttribute(name));
    },
    onChange() {
      const chosen = this.options[this.getValue()];
      box.dispatchEvent(new CustomEvent("chosen", { bubbles: true, detail: { chosen, by: chosenBefore !== box.value } }));
      chosenBefore = box.value;
    },
  };
  if (lookup) {
    Object.assign(options, {
      valueField: "id",
      labelField: "text",
      searchField: [],
      score: () => () => 1,
      preload: "focus",
      loadThrottle: 180,
      shouldLoad: () => true,
      load(query, done) {
        const mine = ++asked;
        this.clearOptions((option) => this.items.includes(String(option.id)));
        const within = box.form?.elements[box.dataset.within]?.value;
        const narrowed = within ? `&within=${encodeURIComponent(within)}` : "";
        fetch(`${lookup}${lookup.includes("?") ? "&" : "?"}q=${encodeURIComponent(query)}${narrowed}`, { headers: { Accept: "application/json" } })
          .then((answer) => (answer.ok && !answer.redirected ? answer.json() : Promise.reject(new Error(answer.status))))
          .then((list) => done(mine === asked ? list : [])) // an earlier question's answer may come after a later one's
          .catch(() => {
            Tz.toast(words("查找没有成功，请稍后再试", "The search failed, please try again"));
            done();
          });
      },
    });
    options.options = $$("option[selected]", box).map((one) => ({ id: one.value, text: one.text, sub: one.dataset.sub }));
  } else options.labelField = "text";
  const widget = new window.TomSelect(box, options);
  // Tab takes the line only of somebody who has typed or moved to it
  const meant = (yes) => (widget.settings.selectOnTab = yes);
  widget.on("type", (typed) => meant(Boolean(typed)));
  widget.on("blur", () => meant(false));
  widget.control_input.addEventListener("keydown", ({ key }) => (key === "ArrowDown" || key === "ArrowUp") && meant(true));
  if (box.dataset.focus && document.activeElement === document.body) {
    const open = box.dataset.focus === "open";
    const { preload } = widget.settings;
    // a quiet start fetches nothing yet: what arrives would open the list by itself
    Object.assign(widget.settings, { openOnFocus: open, preload: open && preload });
    widget.control_input.focus({ preventScroll: true });
    Object.assign(widget.settings, { openOnFocus: true, preload });
    if (!open && lookup) widget.control.addEventListener("mousedown", () => widget.preload(), { once: true });
    // typing opens the list, which would fetch the first lines in place of what was typed
    if (!open && lookup) widget.control_input.addEventListener("input", () => widget.wrapper.classList.add("preloaded"), { once: true });
  }
  box.setAttribute("aria-hidden", "true"); // its label belongs to the text box now
  if (multiple) return;
  widget.wrapper.classList.add("has-clear");
  const clear = Object.assign(document.createElement("button"), { type: "button", className: "clear-button", textContent: "×", tabIndex: -1 });
  clear.setAttribute("aria-label", words("清除", "Clear"));
  clear.onclick = () => (widget.clear(), widget.focus());
  widget.wrapper.append(clear);
}

// another home chosen: the list of its bills is fetched anew
document.addEventListener("chosen", ({ target }) => {
  for (const box of $$(`select[data-within="${target.name}"]`, target.form || document)) {
    const widget = box.tomselect;
    if (!widget) continue;
    widget.clearOptions((option) => widget.items.includes(String(option.id)));
    widget.wrapper.classList.remove("preloaded");
  }
});

/* ---- dates and times ---- */

const pad = (number) => String(number).padStart(2, "0");
const zone = document.body.dataset.zone || "Asia/Shanghai";

/** Now on the wall of the site, as a Date whose local figures are the site's. */
function siteNow() {
  const parts = {};
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", hourCycle: "h23" });
  for (const part of format.formatToParts(new Date())) parts[part.type] = Number(part.value);
  return new Date(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute);
}

const formats = {
  date: (d) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}-${pad(d.getDate())}`,
  time: (d) => `${pad(d.getHours())}:${pad(d.getMinutes())}`,
  month: (d) => `${d.getFullYear()}-${pad(d.getMonth() + 1)}`,
  year: (d) => `${d.getFullYear()}`,
};
formats.datetime = (d) => `${formats.date(d)} ${formats.time(d)}`;

function parse(text, kind) {
  const now = siteNow();
  if (kind === "time") {
    const [, h, m] = text.match(/^(\d{1,2})[:：]?(\d{2})$/) || [];
    return h && h < 24 && m < 60 ? new Date(now.getFullYear(), now.getMonth(), now.getDate(), h, m) : null;
  }
  const found = text.match(/^(\d{4})(?:[-/.年]?(\d{1,2})(?:[-/.月]?(\d{1,2})日?)?)?(?:[ T]+(\d{1,2})[:：]?(\d{2}))?/);
  if (!found) return null;
  const [, y, mo = 1, d = 1, h = 0, mi = 0] = found;
  const date = new Date(y, mo - 1, d, h, mi);
  return date.getMonth() === mo - 1 && date.getDate() === Number(d) && h < 24 && mi < 60 ? date : null;
}

const locale = zh
  ? {
      days: ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
      daysShort: ["日", "一", "二", "三", "四", "五", "六"],
      daysMin: ["日", "一", "二", "三", "四", "五", "六"],
      months: "一二三四五六七八九十".split("").map((n) => `${n}月`).concat("十一月", "十二月"),
      monthsShort: [...Array(12)].map((_, n) => `${n + 1}月`),
      today: "今天", clear: "清除", dateFormat: "yyyy-MM-dd", timeFormat: "HH:mm", firstDay: 1,
    }
  : {
      days: ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
      daysShort: ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"],
      daysMin: ["Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"],
      months: ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
      monthsShort: ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
      today: "Today", clear: "Clear", dateFormat: "yyyy-MM-dd", timeFormat: "HH:mm", firstDay: 1,
    };

function shortcuts(kind) {
  const put = (content, date) => ({ content, onClick: (picker) => set(picker, date()) });
  const set = (picker, date) => {
    picker.selectDate(date, { updateTime: true });
    picker.setViewDate(date);
    picker.hide();
  };
  const later = (minutes) => () => new Date(siteNow().getTime() + minutes * 60000);
  const tomorrow = (hour) => () => {
    const date = siteNow();
    date.setDate(date.getDate() + 1);
    date.setHours(hour, 0);
    return date;
  };
  const clear = { content: words("清除", "Clear"), onClick: (picker) => (picker.clear(), picker.hide()) };
  if (kind === "date") return [put(words("今天", "Today"), siteNow), put(words("明天", "Tomorrow"), tomorrow(9)), clear];
  if (kind === "datetime")
    return [put(words("现在", "Now"), siteNow), put(words("30 分钟后", "+30 min"), later(30)), put(words("明天 9:00", "Tomorrow 9:00"), tomorrow(9)), clear];
  if (kind === "time") return [put(words("现在", "Now"), siteNow), put(words("30 分钟后", "+30 min"), later(30)), clear];
  return [clear];
}

async function date(box, open) {
  if (box.readOnly) return;
  if (!box.dataset.ready) {
    box.dataset.ready = "1";
    await need("dates");
    const kind = box.dataset.date;
    const view = { month: "months", year: "years" }[kind] || "days";
    const start = parse(box.value, kind);
    const host = box.closest("dialog") || document.body;
    let own = false; // the picker writes: do not read it back
    const picker = new window.AirDatepicker(box, {
      locale,
      container: host,
      view,
      minView: view,
      timepicker: kind === "datetime" || kind === "time",
      onlyTimepicker: kind === "time",
      minutesStep: 5,
      autoClose: kind !== "datetime" && kind !== "time",
      keyboardNav: true,
      toggleSelected: false,
      dateFormat: formats[kind],
      selectedDates: start ? [start] : false,
      startDate: start || siteNow(),
      buttons: shortcuts(kind),
      navTitles: zh ? { days: "<strong>yyyy 年 M 月</strong>", months: "<strong>yyyy 年</strong>" } : {},
      position: "bottom left",
      isMobile: false,
      onSelect() {
        if (own) return;
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.dispatchEvent(new Event("change", { bubbles: true }));
      },
    });
    box.picker = picker;
    box.addEventListener("blur", () => {
      // typed by hand: 20261122, 2026/11/22 9:05, 1405
      const typed = parse(box.value.trim(), kind);
      if (!typed || formats[kind](typed) === box.value) return;
      own = true;
      box.value = formats[kind](typed);
      picker.selectDate(typed, { silent: true, updateTime: true });
      own = false;
    });
    if (document.activeElement === box && open !== false) picker.show();
  } else if (open) box.picker?.show();
}

document.addEventListener("focusin", (event) => event.target.matches?.("input[data-date]") && date(event.target));
document.addEventListener("click", (event) => {
  const pick = event.target.closest?.("[data-pick]");
  if (pick) {
    const box = $("input[data-date]", pick.parentElement);
    box.focus();
    date(box, true);
  }
});

/* ---- files ---- */

const drawn = new WeakMap();
function previews(input) {
  const holder = input.closest(".drop")?.parentElement.querySelector("[data-previews]");
  if (!holder) return;
  (drawn.get(input) || []).forEach((url) => URL.revokeObjectURL(url));
  const urls = [];
  holder.replaceChildren(
    ...[...input.files].map((file) => {
      const card = Object.assign(document.createElement("div"), { className: "thumb" });
      if (file.type.startsWith("image/")) {
        const url = URL.createObjectURL(file);
        urls.push(url);
        card.append(Object.assign(document.createElement("img"), { src: url, alt: "" }));
      } else {
        card.append(Object.assign(document.createElement("span"), { className: "doc", textContent: file.name.split(".").pop().toUpperCase().slice(0, 5) }));
      }
      const size = file.size > 1048576 ? `${(file.size / 1048576).toFixed(1)} MB` : `${Math.ceil(file.size / 1024)} kB`;
      card.append(Object.assign(document.createElement("span"), { className: "name", textContent: file.name, title: `${file.name} · ${size}` }));
      const off = Object.assign(document.createElement("button"), { type: "button", className: "btn icon s off", textContent: "×" });
      off.setAttribute("aria-label", `${words("去掉", "Remove")} ${file.name}`);
      off.onclick = () => {
        const rest = new DataTransfer();
        [...input.files].filter((one) => one !== file).forEach((one) => rest.items.add(one));
        input.files = rest.files;
        previews(input);
      };
      card.append(off);
      return card;
    }),
  );
  drawn.set(input, urls);
}
document.addEventListener("change", (event) => {
  const input = event.target;
  if (!input.matches?.("input[type=file]")) return;
  previews(input);
  if (input.dataset.send !== undefined && input.files.length) input.form.requestSubmit();
});
for (const [type, over] of [["dragover", true], ["dragleave", false], ["drop", false]])
  document.addEventListener(type, (event) => event.target.closest?.(".drop")?.classList.toggle("over", over));

/* ---- signature ---- */

async function sign(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "1";
  await need("sign");
  const canvas = $("canvas", box);
  const value = $("input", box);
  const pad = new window.SignaturePad(canvas, { minWidth: 0.8, maxWidth: 2.6, penColor: "#10151c" });
  const fit = () => {
    const strokes = pad.toData();
    const ratio = Math.max(devicePixelRatio || 1, 1);
    canvas.width = canvas.offsetWidth * ratio;
    canvas.height = canvas.offsetHeight * ratio;
    canvas.getContext("2d").scale(ratio, ratio);
    if (strokes.length) pad.fromData(strokes);
    else if (value.value.startsWith("data:image/")) pad.fromDataURL(value.value, { width: canvas.offsetWidth, height: canvas.offsetHeight });
  };
  const note = () => ($(".hint", box).hidden = !pad.isEmpty() || Boolean(value.value));
  pad.addEventListener("endStroke", () => {
    value.value = pad.toDataURL("image/png");
    value.dispatchEvent(new Event("change", { bubbles: true }));
    note();
  });
  $("[data-wipe]", box).onclick = () => {
    pad.clear();
    value.value = "";
    value.dispatchEvent(new Event("change", { bubbles: true }));
    note();
  };
  fit();
  note();
  new ResizeObserver(() => canvas.offsetWidth && Math.abs(canvas.width - canvas.offsetWidth * Math.max(devicePixelRatio, 1)) > 1 && fit()).observe(canvas);
}

/* ---- radio buttons that may be unset by a second press ---- */

let wasOn = null;
document.addEventListener("pointerdown", (event) => {
  const radio = event.target.closest?.("input[type=radio][data-unset]");
  wasOn = radio?.checked ? radio : null;
});
document.addEventListener("click", (event) => {
  if (wasOn && event.target === wasOn) {
    wasOn.checked = false;
    wasOn.dispatchEvent(new Event("change", { bubbles: true }));
  }
  wasOn = null;
});

Tz.fields = (root) => {
  $$("select[data-search], select[data-lookup]", root).forEach(select);
  $$("[data-sign]", root).forEach(sign);
};
Tz.siteNow = siteNow;
if (!$("#filters")) Tz.fields(document);
